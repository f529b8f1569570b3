package org.onenip.cli;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.onenip.detect.Detector;
import org.onenip.engine.Devices;
import org.onenip.method.Detectors;
import org.onenip.method.onenip.OneNipDetector;
import org.onenip.method.uniad.UniAdDetector;
import org.onenip.support.UserError;
import org.onenip.support.WholeFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "maps",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Makes maps of images that are arrays of numbers, to hold a run to what another "
          + "program gives.",
      "FILE is a NumPy archive with `image`, (B, 3, S, S), RGB in 0 to 1, and for OneNIP "
          + "`prompt`, one normal image for all or one for each. OUT gets `reconstruction` "
          + "(S_rec), and for OneNIP `refined` (S_ref), each (B, 1, S, S)."
    },
    footer = {"", "Example:", "  onenip maps --run runs/published images.npz --out maps.npz"})
final class MapsCommand implements Callable<Integer> {
  @Option(names = "--run", required = true, paramLabel = "DIR", description = "A trained run.")
  private Path run;

  @Option(names = "--out", required = true, paramLabel = "OUT", description = "The maps, an .npz.")
  private Path out;

  @Option(names = "--device", description = "cpu, gpu0, …; the first GPU if there is one.")
  private String device;

  @Mixin private PlugOptions plugs;

  @Parameters(paramLabel = "FILE", description = "The images, an .npz.")
  private Path file;

  @Override
  public Integer call() {
    plugs.load();
    var on = Devices.of(device);
    try (var detector = Detectors.load(run, on, plugs.trust());
        var scope = new NDScope();
        var manager = NDManager.newBaseManager(on)) {
      scope.suppressNotUsedWarning();
      WholeFile.write(out, maps(detector, read(manager)).encode(NDList.Encoding.NPZ));
    }
    System.out.println("Maps: " + out);
    return 0;
  }

  private NDList maps(Detector detector, NDList in) {
    var images = images(in, "image", detector.size());
    if (detector instanceof OneNipDetector oneNip) {
      var prompts = images(in, "prompt", detector.size());
      if (images.getShape().get(0) % prompts.getShape().get(0) != 0) {
        throw new UserError(
            "%s holds %d prompts for %d images; give one for all or one for each."
                .formatted(file, prompts.getShape().get(0), images.getShape().get(0)));
      }
      var maps = oneNip.maps(images, prompts);
      maps.get(0).setName("reconstruction");
      maps.get(1).setName("refined");
      return maps;
    } else if (detector instanceof UniAdDetector uniAd) {
      var map = uniAd.maps(uniAd.extractor().features(images));
      map.setName("reconstruction");
      return new NDList(map);
    }
    throw new UserError(
        "The run in %s holds neither a OneNIP nor a UniAD network; name another.".formatted(run));
  }

  private NDList read(NDManager manager) {
    if (!Files.isRegularFile(file)) {
      throw new UserError("The images %s do not exist; check the path.".formatted(file));
    }
    try (var in = Files.newInputStream(file)) {
      return NDList.decode(manager, in);
    } catch (IOException | RuntimeException e) {
      throw new UserError(
          "%s is no NumPy archive (%s); write it with numpy.savez.".formatted(file, e.getMessage()),
          e);
    }
  }

  private NDArray images(NDList in, String name, int size) {
    var array = in.get(name);
    if (array == null
        || array.getDataType() != DataType.FLOAT32
        || array.getShape().dimension() != 4
        || array.getShape().get(0) < 1
        || !array.getShape().slice(1).equals(new Shape(3, size, size))) {
      throw new UserError(
          "%s needs an array `%s` of float32 numbers and shape (B, 3, %d, %d); it holds %s."
              .formatted(
                  file,
                  name,
                  size,
                  size,
                  array == null ? "none" : array.getDataType() + " " + array.getShape()));
    }
    return array;
  }
}
