package org.onenip.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.nn.norm.Dropout;
import ai.djl.training.ParameterStore;
import java.util.function.Supplier;

/**
 * What DJL hands from block to block in one forward pass, so that a block's code reads as its
 * equation: {@code x = pass.apply(norm, x.add(pass.drop(y, 0.1f)))}.
 *
 * @param parameters the values of the parameters, by device
 * @param training whether dropout, jitter and batch statistics are on
 */
public record Pass(ParameterStore parameters, boolean training) {
  /**
   * A pass that only looks: no dropout, no jitter, stored batch statistics.
   *
   * @param manager on the network's device
   */
  public static Pass inference(NDManager manager) {
    return new Pass(new ParameterStore(manager, false), false);
  }

  /** The single output of a block. */
  public NDArray apply(Block block, NDArray input) {
    return block.forward(parameters, new NDList(input), training).singletonOrThrow();
  }

  /** The value of a parameter on the device of {@code beside}. */
  public NDArray value(Parameter parameter, NDArray beside) {
    return parameters.getValue(parameter, beside.getDevice(), training);
  }

  /** Some rows of a parameter, owned by the manager of {@code beside}. */
  public NDArray rows(Parameter parameter, NDArray beside, long from, long to) {
    var rows = value(parameter, beside).get("{}:{}", from, to);
    rows.attach(beside.getManager());
    return rows;
  }

  /** Dropout in training, the array itself otherwise. */
  public NDArray drop(NDArray x, float rate) {
    if (!training || rate == 0) {
      return x;
    }
    // a GPU draws faster than it reads
    return x.getDevice().isGpu()
        ? Dropout.dropout(x, rate, true).singletonOrThrow()
        : x.mul(DropoutMasks.draw(x, rate));
  }

  /**
   * Dropout in training of an array that nobody needs as it was; it is changed where that saves
   * memory. What went into a linear layer is kept for its gradient, what comes out of one is not:
   * drop that, and before an activation, since {@code relu(m·x) = m·relu(x)} for masks m ≥ 0.
   */
  public NDArray dropOutput(NDArray x, float rate) {
    if (!training || rate == 0 || x.getDevice().isGpu()) {
      return drop(x, rate);
    }
    return x.muli(DropoutMasks.draw(x, rate));
  }

  /**
   * The factors of dropout in bfloat16, for training.
   *
   * @param manager on the device
   */
  public static NDArray narrowMask(NDManager manager, Shape shape, float rate) {
    if (!manager.getDevice().isGpu()) {
      return DropoutMasks.narrow(manager, shape, rate);
    }
    var ones = manager.ones(shape);
    return Bfloat16.narrow(
        Dropout.dropout(ones, DropoutMasks.exactRate(rate), true).singletonOrThrow());
  }

  /**
   * Computes something, and closes at once every array that came into being but the result, instead
   * of at the end of the step. What the backward pass needs, the engine keeps by itself; the rest
   * is memory that the next computation may have while it is still in the cache.
   *
   * @param computation returns a new array
   */
  public static NDArray keepResult(Supplier<NDArray> computation) {
    NDArray result;
    try (var scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      result = computation.get();
      NDScope.unregister(result);
    }
    NDScope.register(result); // a scope around us closes it in its turn
    return result;
  }
}
