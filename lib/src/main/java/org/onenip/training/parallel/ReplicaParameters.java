package org.onenip.training.parallel;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import java.util.HashMap;
import java.util.Map;
import org.onenip.engine.Tensors;

/**
 * The parameters as one replica reads them in one step: copies, made when they are first asked for,
 * that are part of the graph. So the backward pass brings every replica's gradients home and sums
 * them, and the optimizer knows of one set of parameters only.
 */
final class ReplicaParameters extends ParameterStore {
  private final Map<String, NDArray> copies = new HashMap<>();

  /**
   * No copy is made yet.
   *
   * @param manager on the replica's device; owns the copies
   */
  ReplicaParameters(NDManager manager) {
    super(manager, false);
  }

  @Override
  public NDArray getValue(Parameter parameter, Device device, boolean training) {
    return parameter == null
        ? null
        : copies.computeIfAbsent(parameter.getId(), id -> copy(parameter.getArray()));
  }

  private NDArray copy(NDArray value) {
    var copy = Tensors.send(value, getManager());
    NDScope.unregister(copy); // whichever block asks first, others may follow
    return copy;
  }
}
