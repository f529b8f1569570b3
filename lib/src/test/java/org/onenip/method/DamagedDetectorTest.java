package org.onenip.method;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.onenip.TestImages;
import org.onenip.backbone.Backbones;
import org.onenip.backbone.Neck;
import org.onenip.data.MvtecFolder;
import org.onenip.detect.SavedDetector;
import org.onenip.method.nearest.NearestNeighborMethod;
import org.onenip.method.onenip.OneNipMethod;
import org.onenip.method.uniad.UniAdMethod;
import org.onenip.run.ScratchRun;
import org.onenip.support.Records;
import org.onenip.support.UserError;
import org.onenip.training.MethodSpec;
import org.onenip.training.Preset;
import org.onenip.training.TrainingSettings;
import org.onenip.training.TrainingSize;
import org.onenip.weights.Safetensors;

/** Files of detectors that lack something, or hold what cannot be: one sentence names the file. */
class DamagedDetectorTest {
  private static final int SIZE = 128;

  @TempDir static Path folder;

  /** What is done to a file's arrays and metadata. */
  private interface Damage extends BiConsumer<Map<String, NDArray>, Map<String, String>> {}

  @BeforeAll
  static void train() {
    var set = MvtecFolder.scan(TestImages.twoClasses(folder.resolve("set"), SIZE), List.of());
    train(new OneNipMethod(), set);
    train(new UniAdMethod(), set);
    train(new NearestNeighborMethod(), set);
  }

  private static <S extends Record> void train(MethodSpec<S> method, org.onenip.data.ImageSet set) {
    var backbone = Backbones.load(Backbones.DEFAULT, Device.cpu()).with(Neck.MOMENTS);
    var settings =
        method.settings(
            Preset.TINY, new TrainingSize(backbone.width(), SIZE / 16, set.train().size()));
    if (settings instanceof TrainingSettings) {
      settings = Records.with(settings, Map.of("steps", 1, "batch", 2));
    }
    try (var detector = ScratchRun.train(method, settings, set, backbone, SIZE)) {
      detector.save(run(method.name()));
    }
  }

  private static Path run(String method) {
    try {
      return Files.createDirectories(folder.resolve(method));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String refused(Path run) {
    var error = assertThrows(UserError.class, () -> Detectors.load(run, Device.cpu()));
    assertTrue(error.getMessage().contains(SavedDetector.FILE), error.getMessage());
    return error.getMessage();
  }

  private static String refused(String method, Damage damage) throws IOException {
    var saved = Safetensors.read(run(method).resolve(SavedDetector.FILE));
    var damaged = Files.createTempDirectory(folder, "damaged");
    try (var manager = NDManager.newBaseManager(Device.cpu())) {
      var arrays = new LinkedHashMap<String, NDArray>();
      saved.tensors().forEach((name, tensor) -> arrays.put(name, tensor.toArray(manager)));
      var metadata = new LinkedHashMap<>(saved.metadata());
      damage.accept(arrays, metadata);
      Safetensors.write(damaged.resolve(SavedDetector.FILE), arrays, metadata);
    }
    return refused(damaged);
  }

  @TestFactory
  Stream<DynamicTest> noDetectorIsMadeOfHalfAFile() {
    return Stream.of(OneNipMethod.NAME, UniAdMethod.NAME, NearestNeighborMethod.NAME)
        .map(
            method ->
                DynamicTest.dynamicTest(
                    method,
                    () -> {
                      Detectors.load(run(method), Device.cpu()).close(); // the whole one
                      var whole = Files.readAllBytes(run(method).resolve(SavedDetector.FILE));
                      for (int length : new int[] {0, 7, 100, whole.length / 2, whole.length - 1}) {
                        var half = Files.createTempDirectory(folder, "half");
                        Files.write(half.resolve(SavedDetector.FILE), Arrays.copyOf(whole, length));
                        refused(half);
                      }
                    }));
  }

  @TestFactory
  Stream<DynamicTest> noDetectorIsMadeWithoutAnyOfItsArrays() {
    return Stream.of(OneNipMethod.NAME, UniAdMethod.NAME, NearestNeighborMethod.NAME)
        .flatMap(
            method ->
                Safetensors.read(run(method).resolve(SavedDetector.FILE))
                    .tensors()
                    .keySet()
                    .stream()
                    .filter(name -> !name.endsWith(".signposts")) // one can do without
                    .filter(name -> !name.contains("layers.0") || name.endsWith("norm1.weight"))
                    .map(
                        name ->
                            DynamicTest.dynamicTest(
                                method + " without " + name,
                                () -> refused(method, (arrays, texts) -> arrays.remove(name)))));
  }

  @Test
  void noDetectorIsMadeOfWrongMetadata() throws IOException {
    for (var method : List.of(OneNipMethod.NAME, UniAdMethod.NAME)) {
      for (var text : List.of("", "{", "[]", "{}", "null")) {
        refused(method, (arrays, texts) -> texts.put("assembly", text));
      }
      refused(method, (arrays, texts) -> texts.remove("assembly"));
    }
    for (var text : List.of("", "0", "-16", "17", "1e9", "99999999")) {
      refused(NearestNeighborMethod.NAME, (arrays, texts) -> texts.put("size", text));
    }
    refused(NearestNeighborMethod.NAME, (arrays, texts) -> texts.remove("size"));
    refused(OneNipMethod.NAME, (arrays, texts) -> texts.put("method", "unheard-of"));
  }

  @Test
  void noDetectorIsMadeOfWhatCannotBe() throws IOException {
    for (var wrong : List.of("0", "-1", "1e999")) {
      refused(
          OneNipMethod.NAME,
          (arrays, texts) ->
              texts.computeIfPresent(
                  "assembly",
                  (name, json) ->
                      json.replaceAll("\"gridDistance\":[^,}]*", "\"gridDistance\":" + wrong)));
    }
    refused(OneNipMethod.NAME, (arrays, texts) -> shape(arrays, "prompt.0.features", 7));
    refused(OneNipMethod.NAME, (arrays, texts) -> shape(arrays, "memory.0.grid", 3, 5));
    refused(OneNipMethod.NAME, (arrays, texts) -> shape(arrays, "scale.mean", 1));
    refused(UniAdMethod.NAME, (arrays, texts) -> shape(arrays, "scale.deviation", 3));
    refused(NearestNeighborMethod.NAME, (arrays, texts) -> shape(arrays, "bank", 3, 5));
  }

  /** With them nothing would be anomalous. */
  @TestFactory
  Stream<DynamicTest> noDetectorIsMadeOfNumbersThatAreNone() {
    return Stream.of(OneNipMethod.NAME, UniAdMethod.NAME, NearestNeighborMethod.NAME)
        .flatMap(
            method ->
                Safetensors.read(run(method).resolve(SavedDetector.FILE))
                    .tensors()
                    .entrySet()
                    .stream()
                    .filter(tensor -> tensor.getValue().type().isFloating())
                    .map(Map.Entry::getKey)
                    .filter(name -> !name.contains("layers.0") || name.endsWith("norm1.weight"))
                    .map(
                        name ->
                            DynamicTest.dynamicTest(
                                method + " with NaN in " + name,
                                () -> {
                                  var message =
                                      refused(method, (arrays, texts) -> spoil(arrays, name));
                                  assertTrue(message.contains(name), message);
                                })));
  }

  /** The last number alone is none. */
  private static void spoil(Map<String, NDArray> arrays, String name) {
    var array = arrays.get(name);
    var flat = array.flatten().toType(DataType.FLOAT32, true);
    flat.set(new NDIndex(flat.size() - 1), Float.NaN);
    arrays.put(name, flat.toType(array.getDataType(), true).reshape(array.getShape()));
  }

  @Test
  void noDetectorIsMadeOfACalibrationThatIsNone() throws IOException {
    for (var field : List.of("kappa", "weight", "memoryWeight", "green")) {
      for (var wrong : List.of("\"NaN\"", "1e999", "-1e999")) {
        refused(
            OneNipMethod.NAME,
            (arrays, texts) ->
                texts.computeIfPresent(
                    "assembly",
                    (name, json) ->
                        json.replaceAll(
                            "\"%s\":[^,}]*".formatted(field),
                            "\"%s\":%s".formatted(field, wrong))));
      }
    }
    refused(
        NearestNeighborMethod.NAME,
        (arrays, texts) -> texts.put("thresholds", "{\"image\":\"NaN\",\"pixel\":1}"));
    refused(OneNipMethod.NAME, (arrays, texts) -> zero(arrays, "scale.deviation"));
  }

  private static void zero(Map<String, NDArray> arrays, String name) {
    arrays.put(name, arrays.get(name).zerosLike());
  }

  /** It would take gigabytes, which the file does not hold. */
  @Test
  void aNetworkThatIsWiderThanItsFileIsRefusedBeforeItTakesMemory() throws IOException {
    long before = System.nanoTime();
    for (var method : List.of(OneNipMethod.NAME, UniAdMethod.NAME)) {
      refused(
          method,
          (arrays, texts) ->
              texts.computeIfPresent(
                  "assembly",
                  (name, json) ->
                      json.replaceAll("\"width\":\\d+", "\"width\":4096")
                          .replaceAll("\"feedForward\":\\d+", "\"feedForward\":16384")
                          .replaceAll("Layers\":\\d+", "Layers\":64")));
    }
    assertTrue(System.nanoTime() - before < 30e9, "it was filled with chance first");
  }

  private static void shape(Map<String, NDArray> arrays, String name, long... sides) {
    arrays.put(name, arrays.get(name).getManager().zeros(new Shape(sides)));
  }
}
