package org.onenip.weights;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.initializer.Initializer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.onenip.engine.ParameterNames;
import org.onenip.engine.Tensors;
import org.onenip.support.Excerpt;
import org.onenip.support.UserError;

/** Moves a network's parameters, by their published names, into files and out of them. */
public final class NetworkWeights {
  /** A single zero, which is seen as an array of any shape. */
  private static final Initializer OUTLINE =
      (manager, shape, type) -> manager.zeros(new Shape(), type).broadcast(shape);

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
   * Makes a network and fills it. What a file says of a network may be far larger than what it
   * holds; so the shapes of a network that takes no memory are compared with it before.
   *
   * @param network makes one, not initialised
   * @param manager will own it
   * @param inputs by which it is initialised
   * @param prefix of the names in the file
   * @param origin of the tensors, for messages
   * @throws UserError as {@link #load}
   */
  public static <B extends Block> B create(
      Supplier<B> network,
      NDManager manager,
      Shape[] inputs,
      Map<String, TensorData> tensors,
      String prefix,
      String origin) {
    try (var scratch = NDManager.newBaseManager(Device.cpu())) {
      var outline = network.get();
      ParameterNames.of(outline).values().forEach(p -> p.setInitializer(OUTLINE));
      outline.initialize(scratch, DataType.FLOAT32, inputs);
      check(ParameterNames.of(outline), tensors, prefix, origin);
    }
    var filled = network.get();
    filled.initialize(manager, DataType.FLOAT32, inputs);
    load(filled, tensors, prefix, origin);
    return filled;
  }

  /**
   * Fills an initialised network.
   *
   * @param prefix of the names in the file
   * @param origin of the tensors, for messages
   * @throws UserError if a tensor is missing, has another shape, or holds numbers that are none;
   *     nothing has changed then
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
    check(parameters, tensors, prefix, origin);
    parameters
        .keySet()
        .forEach(name -> tensors.get(prefix + name).checkFinite(prefix + name, origin));
    parameters.forEach((name, parameter) -> copy(tensors.get(prefix + name), parameter.getArray()));
  }

  private static void check(
      Map<String, Parameter> parameters,
      Map<String, TensorData> tensors,
      String prefix,
      String origin) {
    parameters.forEach(
        (name, parameter) ->
            check(parameter.getArray(), tensors.get(prefix + name), prefix + name, origin));
  }

  /**
   * Copies a tensor of a file over an array of the same shape.
   *
   * @throws UserError if it is missing, has another shape, or holds numbers that are none
   */
  public static void copy(
      Map<String, TensorData> tensors, String name, NDArray target, String origin) {
    check(target, tensors.get(name), name, origin);
    tensors.get(name).checkFinite(name, origin);
    copy(tensors.get(name), target);
  }

  private static void check(NDArray target, TensorData tensor, String name, String origin) {
    if (tensor == null) {
      throw new UserError(
          "%s holds no tensor %s: it was made by another network; train or import it again."
              .formatted(origin, Excerpt.of(name)));
    }
    if (!tensor.shape().equals(target.getShape())) {
      throw new UserError(
          "%s holds %s as %s where %s is needed: it was made by another network; train or import it again."
              .formatted(origin, Excerpt.of(name), Excerpt.of(tensor.shape()), target.getShape()));
    }
  }

  private static void copy(TensorData tensor, NDArray target) {
    try (var scratch = target.getManager().newSubManager()) {
      Tensors.overwrite(target, tensor.toArray(scratch));
    }
  }
}
