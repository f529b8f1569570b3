package org.onenip.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.onenip.Reference.npz;
import static org.onenip.Reference.resource;
import static org.onenip.cli.Outcome.done;
import static org.onenip.cli.Outcome.refused;
import static org.onenip.cli.Outcome.run;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.onenip.SmallNetwork;
import org.onenip.TestImages;
import org.onenip.data.ImageFiles;
import org.onenip.detect.PromptChoice;
import org.onenip.method.Detectors;
import org.onenip.method.onenip.OneNipDetector;
import org.onenip.method.uniad.UniAdDetector;
import org.onenip.weights.Safetensors;
import org.onenip.weights.TensorData;
import org.onenip.weights.WeightFile;

/**
 * Checkpoints in and out by the command line. The small ones have the published names and shapes
 * scaled down: 208 channels for the embedded backbone, a grid of 8.
 */
class ImportTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"small_onenip_legacy.pth", "small_uniad_zip.pth"})
  void aSmallCheckpointIsImportedMeasuredAndExportedAsItWas(String name) throws IOException {
    var source = resource("parity/" + name);
    var data = TestImages.twoClasses(folder.resolve("set"), 128);
    var run = folder.resolve("run");
    done("import", source, "--backbone", "lite2", "--run", run, "--data", data);
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
    done("evaluate", "--run", run, "--data", data, "--out", out);
    assertTrue(Files.exists(out.resolve("report.json")));
    done("predict", "--run", run, "--out", out, data.resolve("green/test/spot"));

    var exported = folder.resolve("exported.safetensors");
    done("export", "--run", run, exported);
    var expected = new LinkedHashMap<>(WeightFile.read(source));
    expected.keySet().removeIf(key -> key.endsWith("num_batches_tracked"));
    var actual = Safetensors.read(exported).tensors();
    assertEquals("pt", Safetensors.read(exported).metadata().get("format"));
    var names = new TreeSet<String>();
    expected.keySet().forEach(key -> names.add("module." + key));
    assertEquals(names, new TreeSet<>(actual.keySet()));
    expected.forEach((key, tensor) -> same(key, tensor, actual.get("module." + key)));

    var maps = folder.resolve("maps.npz");
    var none = folder.resolve("none.npz");
    refused(run("maps", "--run", run, none, "--out", maps), none.toString());
    refused(
        run("maps", "--run", run, exported, "--out", maps),
        exported.toString(),
        "an array `image`");
    var within = exported.resolve("x.safetensors"); // a file is no folder
    refused(run("export", "--run", run, within), "x.safetensors", "another place");

    var again = folder.resolve("again"); // what was exported is imported likewise
    done("import", exported, "--backbone", "lite2", "--run", again, "--data", data);
    assertArrayEquals(
        Files.readAllBytes(run.resolve("model.safetensors")),
        Files.readAllBytes(again.resolve("model.safetensors")));
    refused(run("train", "--resume", "--run", run), run.toString(), "not trained here");
  }

  /**
   * From pixels on through backbone, neck and network: mean squares of the maps, written down when
   * {@link PublishedMapsTest} held the same code to the published one.
   */
  @ParameterizedTest
  @CsvSource({"small_onenip_legacy.pth, 8536.129, 0.27356547", "small_uniad_zip.pth, 8594.705, 0"})
  void aSmallCheckpointGivesTheMapsOfTheParityChecks(
      String name, double reconstruction, double refined) throws IOException {
    var run = folder.resolve("run");
    done("import", resource("parity/" + name), "--backbone", "lite2", "--run", run);
    var out = folder.resolve("maps.npz");
    var in = folder.resolve("images.npz");
    try (var manager = NDManager.newBaseManager(Device.cpu())) {
      var images = new NDList();
      for (var image : List.of("image", "prompt")) {
        var pixels =
            SmallNetwork.random(manager, new Random(images.size()), 0.2, new Shape(2, 3, 128, 128));
        pixels = pixels.add(0.5f).clip(0, 1);
        pixels.setName(image);
        images.add(pixels);
      }
      Files.write(in, images.encode(NDList.Encoding.NPZ));
      done("maps", "--run", run, in, "--out", out, "--device", "cpu");
      var maps = npz(manager, out);
      near(reconstruction, maps.get("reconstruction"));
      if (refined > 0) {
        near(refined, maps.get("refined"));
      }
    }
  }

  private static void near(double expected, NDArray map) {
    assertEquals(new Shape(2, 1, 128, 128), map.getShape());
    assertEquals(expected, map.square().mean().getFloat(), 1e-4 * expected);
  }

  @Test
  void aMemoryBesideACheckpointIsASecondOpinionAndLeavesTheNetworkAlone() {
    var source = resource("parity/small_onenip_legacy.pth");
    var data = TestImages.twoClasses(folder.resolve("set"), 128);
    var plain = folder.resolve("plain");
    var remembering = folder.resolve("remembering");
    done("import", source, "--backbone", "lite2", "--run", plain, "--data", data);
    done(
        "import",
        source,
        "--backbone",
        "lite2",
        "--run",
        remembering,
        "--data",
        data,
        "--memory",
        50);
    var images = List.of(ImageFiles.read(data.resolve("green/test/spot/000.png")));
    try (var without = Detectors.loadOneNip(plain, Device.cpu());
        var with = Detectors.loadOneNip(remembering, Device.cpu())) {
      var own = without.maps(images, new PromptChoice.Nearest()).get(0);
      var maps = with.maps(images, new PromptChoice.Nearest()).get(0);
      assertArrayEquals(own.reconstruction(), maps.reconstruction(), 1e-4f);
      assertArrayEquals(own.refined(), maps.refined(), 1e-4f);
      assertEquals(2, with.memory().classes().size());
      float spot = maps.remembered()[48 * 128 + 48]; // it covers pixels 32 to 63 both ways
      float corner = maps.remembered()[120 * 128 + 120];
      assertTrue(spot > 2 * corner, "spot %s, corner %s".formatted(spot, corner));
    }
    var out = folder.resolve("out");
    done("evaluate", "--run", remembering, "--data", data, "--out", out);
    refused(run("import", source, "--run", folder.resolve("x"), "--memory", 50), "--data");
    refused(
        run("import", source, "--run", folder.resolve("x"), "--data", data, "--memory", -1), "-1");
    var uniAd = resource("parity/small_uniad_zip.pth");
    refused(
        run(
            "import",
            uniAd,
            "--backbone",
            "lite2",
            "--run",
            folder.resolve("x"),
            "--data",
            data,
            "--memory",
            50),
        "UniAD");
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
      done("import", file, "--backbone", "lite2", "--run", run);
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
  void aPrefixTooManyIsTakenOffAndAnyOtherIsNamed() throws IOException {
    var plain = folder.resolve("plain");
    done("import", named("plain", name -> name), "--backbone", "lite2", "--run", plain);
    for (var prefix : List.of("model.", "module.module.")) {
      var run = folder.resolve(prefix + "run");
      done("import", named(prefix, name -> prefix + name), "--backbone", "lite2", "--run", run);
      assertArrayEquals(
          Files.readAllBytes(plain.resolve("model.safetensors")),
          Files.readAllBytes(run.resolve("model.safetensors")));
    }
    var mixed = named("mixed", name -> (name.contains("norm") ? "a." : "b.") + name);
    refused(
        run("import", mixed, "--backbone", "lite2", "--run", folder.resolve("x")),
        mixed,
        "b.reconstruction.",
        "reconstruction.transformer.decoder.");
  }

  private Path named(String name, UnaryOperator<String> names) throws IOException {
    return HostileStage.checkpoint(folder.resolve(name + "file"), names, (key, array) -> {});
  }

  @Test
  void onlyWhatThePublishedNetworkCanHoldIsExported() {
    var data = TestImages.twoClasses(folder.resolve("set"), 64);
    var run = folder.resolve("run");
    var train = List.of("train", "--data", data, "--run", run, "--size", 64, "--device", "cpu");
    var tiny = new ArrayList<Object>(train);
    tiny.addAll(List.of("--preset", "tiny", "--steps", 2, "--batch", 2));
    done(tiny.toArray());
    var file = folder.resolve("out.safetensors");
    refused(run("export", "--run", run, file), run.toString(), "--preset paper");
    refused(run("export", "--run", folder.resolve("none"), file), "none");
    var nearest = folder.resolve("nearest");
    run("train", "--method", "nearest", "--data", data, "--run", nearest, "--size", 64);
    refused(run("export", "--run", nearest, file), nearest.toString(), "nothing to export");
    assertTrue(Files.notExists(file));
  }
}
