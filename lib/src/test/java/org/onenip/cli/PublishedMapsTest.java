package org.onenip.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.onenip.Reference.assertClose;
import static org.onenip.Reference.needShared;
import static org.onenip.Reference.npz;
import static org.onenip.cli.Outcome.done;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.onenip.TestImages;
import org.onenip.method.Detectors;
import org.onenip.method.uniad.UniAdDetector;
import org.onenip.weights.Safetensors;
import org.onenip.weights.WeightFile;

/**
 * Whole published checkpoints by the command line alone: import, then maps of the reference images
 * from pixels on (backbone, neck, network), against the maps of the authors' PyTorch code.
 */
class PublishedMapsTest {
  /** The backbone's stages may differ by 2e-5, what follows them by 1e-5. */
  private static final double TOLERANCE = 3e-5;

  @TempDir Path folder;
  private final NDManager manager = NDManager.newBaseManager(Device.cpu());

  @AfterEach
  void close() {
    manager.close();
  }

  /** The reference images, which are stored normalised, as RGB. */
  private NDArray images(int size) {
    var mean = manager.create(new float[] {0.485f, 0.456f, 0.406f}, new Shape(1, 3, 1, 1));
    var deviation = manager.create(new float[] {0.229f, 0.224f, 0.225f}, new Shape(1, 3, 1, 1));
    var normalised = backbone(size).get("image");
    return normalised.mul(deviation).add(mean);
  }

  private NDList backbone(int size) {
    return npz(manager, needShared("parity/parity_backbone_%d.npz".formatted(size)));
  }

  private Path archive(NDArray image, NDArray prompt) throws IOException {
    image.setName("image");
    var list = new NDList(image);
    if (prompt != null) {
      prompt.setName("prompt");
      list.add(prompt);
    }
    var file = folder.resolve("images.npz");
    Files.write(file, list.encode(NDList.Encoding.NPZ));
    return file;
  }

  @Test
  void oneNipsCheckpointGivesItsMapsFromPixelsOn() throws IOException {
    var checkpoint = needShared("parity/full_ckpt.pth.tar");
    var run = folder.resolve("run");
    done("import", checkpoint, "--run", run);
    var images = images(224);
    var out = folder.resolve("maps.npz");
    done("maps", "--run", run, archive(images.get("0:1"), images.get("1:2")), "--out", out);
    var reference = npz(manager, needShared("parity/parity_onenip_full.npz"));
    var maps = npz(manager, out);
    assertClose("S_rec", reference.get("rec_pred"), maps.get("reconstruction"), TOLERANCE);
    assertClose("S_ref", reference.get("ref_pred"), maps.get("refined"), TOLERANCE);

    // without prompts of its own the run takes those of the data that it is measured on
    var data = TestImages.twoClasses(folder.resolve("set"), 64);
    done("evaluate", "--run", run, "--data", data, "--out", folder.resolve("report"));
    assertTrue(Files.exists(folder.resolve("report/report.json")));

    var exported = folder.resolve("exported.safetensors");
    done("export", "--run", run, exported);
    var source = WeightFile.read(checkpoint);
    var tensors = Safetensors.read(exported).tensors();
    long networks = source.keySet().stream().filter(PublishedMapsTest::inNetwork).count();
    assertEquals(networks, tensors.keySet().stream().filter(n -> n.contains("recon")).count());
    tensors.forEach(
        (name, tensor) -> {
          var original = source.get(name.substring("module.".length()));
          assertEquals(original.shape(), tensor.shape(), name);
          assertEquals(original.bytes(), tensor.bytes(), name);
        });
  }

  private static boolean inNetwork(String name) {
    return name.startsWith("reconstruction.") && !name.endsWith("num_batches_tracked");
  }

  @Test
  void uniAdsCheckpointGivesItsMapsWithABackboneFromAnotherFile() throws IOException {
    var run = folder.resolve("run");
    done(
        "import",
        needShared("parity/uniad_ckpt.pth.tar"),
        "--backbone",
        "b4=" + needShared("parity/full_ckpt.pth.tar"),
        "--run",
        run);
    var out = folder.resolve("maps.npz");
    done("maps", "--run", run, archive(images(224), null), "--out", out);
    var reference = npz(manager, needShared("parity/parity_uniad_default.npz"));
    assertClose("S_rec", reference.get("pred"), npz(manager, out).get("reconstruction"), TOLERANCE);
    var data = TestImages.twoClasses(folder.resolve("set"), 64);
    done("evaluate", "--run", run, "--data", data, "--out", folder.resolve("report"));
    assertTrue(Files.exists(folder.resolve("report/report.json")));
  }

  /** At other sizes the reference has features only: the maps must be those of them. */
  @Test
  void atOtherSizesTheMapsAreThoseOfTheReferencesFeatures() throws IOException {
    for (int grid : new int[] {16, 20}) {
      var file = folder.resolve(grid + ".safetensors");
      var arrays = new LinkedHashMap<String, NDArray>();
      WeightFile.read(needShared("parity/uniad_ckpt.pth.tar"))
          .forEach(
              (name, tensor) -> {
                long width = tensor.shape().get(tensor.shape().dimension() - 1);
                int rows =
                    name.contains("pos_embed") ? grid : name.contains("learned") ? grid * grid : 0;
                arrays.put(
                    name,
                    rows == 0
                        ? tensor.toArray(manager)
                        : manager.randomNormal(new Shape(rows, width)));
              });
      Safetensors.write(file, arrays, Map.of());
      var run = folder.resolve("run" + grid);
      var backbone = "b4=" + needShared("parity/full_ckpt.pth.tar");
      done("import", file, "--backbone", backbone, "--run", run);
      var out = folder.resolve("maps.npz");
      done("maps", "--run", run, archive(images(16 * grid), null), "--out", out);
      try (var detector = (UniAdDetector) Detectors.load(run, Device.cpu())) {
        var expected = detector.maps(backbone(16 * grid).get("neck"));
        var map = npz(manager, out).get("reconstruction");
        assertEquals(new Shape(1, 1, 16L * grid, 16L * grid), map.getShape());
        assertClose("S_rec", expected, map, TOLERANCE);
      }
    }
  }
}
