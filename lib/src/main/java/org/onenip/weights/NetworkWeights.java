package org.onenip.weights;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import java.util.LinkedHashMap;
import java.util.Map;
import org.onenip.engine.ParameterNames;
import org.onenip.engine.Tensors;
import org.onenip.support.UserError;

/** Moves a network's parameters, by their published names, into files and out of them. */
public final class NetworkWeights {
  private NetworkWeights() {}

  /** The parameters, to be written. */
  public static Map<String, NDArray> of(Block network, String prefix) {
    return of(ParameterNames.of(network), prefix);
  }

  /** The same of parameters by name. */
  public static Map<String, NDArray> of(Map<String, Parameter> parameters, String prefix) {
    var arrays = new LinkedHashMap<String, NDArray>();
    parameters.forEach((name, p) -> arrays.put(prefix + name, p.getArray()));
    return arrays;
  }

  /**
   * Fills an initialised network.
   *
   * @param prefix of the names in the file
   * @param origin of the tensors, for messages
   * @throws UserError if a tensor is missing or has another shape; nothing has changed then
   */
  public static void load(
      Block network, Map<String, TensorData> tensors, String prefix, String origin) {
    load(ParameterNames.of(network), tensors, prefix, origin);
  }

  /** The same of initialised parameters by name. */
  public static void load(
      Map<String, Parameter> parameters,
      Map<String, TensorData> tensors,
      String prefix,
      String origin) {
    parameters.forEach(
        (name, parameter) ->
            check(parameter.getArray(), tensors.get(prefix + name), prefix + name, origin));
    parameters.forEach((name, parameter) -> copy(tensors.get(prefix + name), parameter.getArray()));
  }

  /**
   * Copies a tensor of a file over an array of the same shape.
   *
   * @throws UserError if it is missing or has another shape
   */
  public static void copy(
      Map<String, TensorData> tensors, String name, NDArray target, String origin) {
    check(target, tensors.get(name), name, origin);
    copy(tensors.get(name), target);
  }

  private static void check(NDArray target, TensorData tensor, String name, String origin) {
    if (tensor == null) {
      throw new UserError(
          "%s holds no tensor %s: it was made by another network; train or import it again."
              .formatted(origin, name));
    }
    if (!tensor.shape().equals(target.getShape())) {
      throw new UserError(
          "%s holds %s as %s where %s is needed: it was made by another network; train or import it again."
              .formatted(origin, name, tensor.shape(), target.getShape()));
    }
  }

  private static void copy(TensorData tensor, NDArray target) {
    try (var scratch = target.getManager().newSubManager()) {
      Tensors.overwrite(target, tensor.toArray(scratch));
    }
  }
}
