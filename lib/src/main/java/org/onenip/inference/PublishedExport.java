package org.onenip.inference;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.onenip.UserError;
import org.onenip.backbone.Backbones;
import org.onenip.backbone.Safetensors;
import org.onenip.backbone.TensorData;
import org.onenip.model.FeatureScale;

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
    var saved = Safetensors.read(run.resolve(DetectorFile.NAME));
    var method = saved.metadata().get("method");
    if (!DetectorFile.METHOD.equals(method) && !UniAdDetector.METHOD.equals(method)) {
      throw new UserError(
          "%s holds no OneNIP or UniAD network (method \"%s\"): there is nothing to export; name another run."
              .formatted(run, method));
    }
    if (!scale(saved.tensors(), run).changesNothing()) {
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
                if (name.startsWith(DetectorFile.NETWORK)) {
                  var own = name.substring(DetectorFile.NETWORK.length());
                  arrays.put(network + own, tensor.toArray(scratch));
                }
              });
      Safetensors.write(file, arrays, Map.of("format", "pt", "method", method));
    }
  }

  private static FeatureScale scale(Map<String, TensorData> tensors, Path run) {
    try {
      int channels = (int) tensors.get(DetectorFile.DEVIATION).shape().size();
      return DetectorFile.scale(tensors, channels);
    } catch (IllegalArgumentException | NullPointerException e) {
      throw DetectorFile.damaged(run.resolve(DetectorFile.NAME), e);
    }
  }
}
