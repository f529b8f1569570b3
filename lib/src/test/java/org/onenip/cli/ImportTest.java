package org.onenip.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.onenip.Reference.resource;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.onenip.TestImages;
import org.onenip.backbone.Safetensors;
import org.onenip.backbone.TensorData;
import org.onenip.backbone.WeightFile;
import org.onenip.inference.Detectors;
import org.onenip.inference.OneNipDetector;
import org.onenip.inference.UniAdDetector;

/**
 * Checkpoints in and out by the command line. The small ones have the published names and shapes
 * scaled down: 208 channels for the embedded backbone, a grid of 8.
 */
class ImportTest {
  @TempDir Path folder;

  private record Outcome(int code, String error) {}

  private static Outcome run(Object... arguments) {
    var bytes = new ByteArrayOutputStream();
    var before = System.err;
    System.setErr(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    try {
      int code = Main.run(Arrays.stream(arguments).map(Object::toString).toArray(String[]::new));
      return new Outcome(code, bytes.toString(StandardCharsets.UTF_8));
    } finally {
      System.setErr(before);
    }
  }

  private static void refused(Outcome outcome, String... named) {
    assertEquals(2, outcome.code(), outcome.error());
    var lines = outcome.error().strip().lines().filter(l -> l.startsWith("onenip: ")).toList();
    assertEquals(1, lines.size(), outcome.error());
    for (var name : named) {
      assertTrue(lines.get(0).contains(name), lines.get(0));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"small_onenip_legacy.pth", "small_uniad_zip.pth"})
  void aSmallCheckpointIsImportedMeasuredAndExportedAsItWas(String name) throws IOException {
    var source = resource("parity/" + name);
    var data = TestImages.twoClasses(folder.resolve("set"), 128);
    var run = folder.resolve("run");
    var imported = run("import", source, "--backbone", "lite2", "--run", run, "--data", data);
    assertEquals(0, imported.code(), imported.error());
    boolean uniAd = name.contains("uniad");
    try (var detector = Detectors.load(run, Device.cpu())) {
      assertEquals(128, detector.size());
      if (uniAd) {
        assertEquals(7, ((UniAdDetector) detector).network().config().neighborSize());
        assertTrue(Double.isFinite(((UniAdDetector) detector).thresholds().image()));
      } else {
        assertEquals(4, ((OneNipDetector) detector).network().config().neighborSize());
        assertEquals(2, ((OneNipDetector) detector).prompts().size());
      }
    }
    var out = folder.resolve("out");
    assertEquals(0, run("evaluate", "--run", run, "--data", data, "--out", out).code());
    assertTrue(Files.exists(out.resolve("report.json")));
    assertEquals(
        0, run("predict", "--run", run, "--out", out, data.resolve("green/test/spot")).code());

    var exported = folder.resolve("exported.safetensors");
    assertEquals(0, run("export", "--run", run, exported).code());
    var expected = new LinkedHashMap<>(WeightFile.read(source));
    expected.keySet().removeIf(key -> key.endsWith("num_batches_tracked"));
    var actual = Safetensors.read(exported).tensors();
    assertEquals("pt", Safetensors.read(exported).metadata().get("format"));
    var names = new TreeSet<String>();
    expected.keySet().forEach(key -> names.add("module." + key));
    assertEquals(names, new TreeSet<>(actual.keySet()));
    expected.forEach((key, tensor) -> same(key, tensor, actual.get("module." + key)));

    var again = folder.resolve("again"); // what was exported is imported likewise
    assertEquals(
        0, run("import", exported, "--backbone", "lite2", "--run", again, "--data", data).code());
    assertArrayEquals(
        Files.readAllBytes(run.resolve("model.safetensors")),
        Files.readAllBytes(again.resolve("model.safetensors")));
    refused(run("train", "--resume", "--run", run), run.toString(), "not trained here");
  }

  private static void same(String name, TensorData expected, TensorData actual) {
    assertEquals(expected.type(), actual.type(), name);
    assertEquals(expected.shape(), actual.shape(), name);
    assertEquals(expected.bytes(), actual.bytes(), name);
  }

  /** The side of the maps and the neighbour mask follow from the position tables. */
  @ParameterizedTest
  @CsvSource({"14, 224", "16, 256", "20, 320"})
  void theImageSizeIsReadOffTheCheckpoint(int grid, int size) {
    for (var name : List.of("small_onenip_legacy.pth", "small_uniad_zip.pth")) {
      var run = folder.resolve("run" + grid + name);
      var file = resized(resource("parity/" + name), grid);
      assertEquals(0, run("import", file, "--backbone", "lite2", "--run", run).code());
      try (var detector = Detectors.load(run, Device.cpu())) {
        assertEquals(size, detector.size());
        if (detector instanceof OneNipDetector oneNip) {
          assertEquals(grid / 2, oneNip.network().config().neighborSize());
        } else {
          assertEquals(7, ((UniAdDetector) detector).network().config().neighborSize());
        }
      }
    }
  }

  /** The checkpoint with tables of another grid, as a safetensors file. */
  private Path resized(Path source, int grid) {
    var file = folder.resolve(grid + "_" + source.getFileName() + ".safetensors");
    try (var manager = NDManager.newBaseManager(Device.cpu())) {
      var arrays = new LinkedHashMap<String, NDArray>();
      WeightFile.read(source)
          .forEach(
              (name, tensor) -> {
                int rows =
                    name.contains("pos_embed") ? grid : name.contains("learned") ? grid * grid : 0;
                arrays.put(
                    "module." + name,
                    rows == 0
                        ? tensor.toArray(manager)
                        : manager.ones(new Shape(rows, tensor.shape().get(1))));
              });
      Safetensors.write(file, arrays, Map.of());
    }
    return file;
  }

  @Test
  void whatHoldsNeitherNetworkIsRefusedAndLeavesNothing() throws IOException {
    var run = folder.resolve("run");
    var other = resource("parity/small_zip.pth").toString();
    refused(run("import", other, "--run", run), other, "neither a OneNIP nor a UniAD");
    var wheel = folder.resolve("weights.whl");
    Files.writeString(wheel, "no zip");
    refused(run("import", wheel, "--run", run), wheel.toString());
    var uniAd = resource("parity/small_uniad_zip.pth").toString();
    refused(run("import", uniAd, "--backbone", "resnet", "--run", run), "resnet");
    // it holds no backbone, and B4's weights are not here
    refused(run("import", uniAd, "--run", run), "efficientnet-b4-6ed6700e.pth", "--backbone");
    assertTrue(Files.notExists(run));
  }

  @Test
  void onlyWhatThePublishedNetworkCanHoldIsExported() {
    var data = TestImages.twoClasses(folder.resolve("set"), 64);
    var run = folder.resolve("run");
    var train = List.of("train", "--data", data, "--run", run, "--size", 64, "--device", "cpu");
    var tiny = new ArrayList<Object>(train);
    tiny.addAll(List.of("--preset", "tiny", "--steps", 2, "--batch", 2));
    assertEquals(0, run(tiny.toArray()).code());
    var file = folder.resolve("out.safetensors");
    refused(run("export", "--run", run, file), run.toString(), "--preset paper");
    refused(run("export", "--run", folder.resolve("none"), file), "none");
    var nearest = folder.resolve("nearest");
    run("train", "--method", "nearest", "--data", data, "--run", nearest, "--size", 64);
    refused(run("export", "--run", nearest, file), nearest.toString(), "nothing to export");
    assertTrue(Files.notExists(file));
  }
}
