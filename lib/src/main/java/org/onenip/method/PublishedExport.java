package org.onenip.method;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.onenip.backbone.Backbones;
import org.onenip.detect.FeatureScale;
import org.onenip.detect.SavedDetector;
import org.onenip.method.onenip.OneNipMethod;
import org.onenip.method.uniad.UniAdMethod;
import org.onenip.support.UserError;
import org.onenip.weights.Safetensors;

/**
 * A run of OneNIP or UniAD as one safetensors file with the names of the published checkpoints:
 * what {@code {"state_dict": load_file(FILE)}} is to the authors' code. The backbone's blocks after
 * the last map and the counters of BatchNorm are not kept in a run, and so not in the file either.
 */
public final class PublishedExport {
  private static final String MODULE = "module.";

  private PublishedExport() {}

  /**
   * Writes the file atomically.
   *
   * @param run a trained or imported one
   * @throws UserError if it is of another method, damaged, or standardises its features, which the
   *     published network does not
   */
  public static void write(Path run, Path file) {
    var saved = SavedDetector.open(run);
    var method = saved.method();
    if (!method.equals(OneNipMethod.NAME) && !method.equals(UniAdMethod.NAME)) {
      throw new UserError(
          "%s holds no OneNIP or UniAD network (method \"%s\"): there is nothing to export; name another run."
              .formatted(run, method));
    }
    if (!scale(saved).changesNothing()) {
      throw new UserError(
          "The run in %s standardises its features, which the published network does not; train one with --preset paper to export it."
              .formatted(run));
    }
    try (var scratch = NDManager.newBaseManager(Device.cpu())) {
      var arrays = new LinkedHashMap<String, NDArray>();
      var backbone = MODULE + PublishedCheckpoint.BACKBONE;
      Backbones.savedWeights(run)
          .forEach((name, tensor) -> arrays.put(backbone + name, tensor.toArray(scratch)));
      var network = MODULE + PublishedCheckpoint.NETWORK;
      saved
          .tensors()
          .forEach(
              (name, tensor) -> {
                if (name.startsWith(SavedDetector.NETWORK)) {
                  var own = name.substring(SavedDetector.NETWORK.length());
                  arrays.put(network + own, tensor.toArray(scratch));
                }
              });
      Safetensors.write(file, arrays, Map.of("format", "pt", "method", method));
    }
  }

  private static FeatureScale scale(SavedDetector saved) {
    try {
      return saved.scale((int) saved.tensors().get(SavedDetector.DEVIATION).shape().size());
    } catch (RuntimeException e) {
      throw saved.damaged(e);
    }
  }
}
