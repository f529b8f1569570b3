package org.onenip.engine;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;

/** Numbers from Java to the engine's own memory. */
public final class Tensors {
  private Tensors() {}

  /**
   * An array in the engine's own memory. {@link NDManager#create(float[], Shape)} lends the engine
   * a Java buffer, whose alignment differs from run to run; the engine's kernels then round
   * differently, and a resumed training would not equal an unbroken one bit for bit.
   */
  public static NDArray create(NDManager manager, float[] values, Shape shape) {
    try (var lent = manager.create(values, shape)) {
      return lent.duplicate();
    }
  }

  /**
   * {@code x · factor}, safe where gradients are collected. {@code x.mul(number)} is not: it lends
   * the engine the number in a Java buffer, which the backward pass still reads, though the garbage
   * collector may have freed it since; gradients are then zero or worse. The same holds for {@code
   * div} and {@code pow} by a number.
   */
  public static NDArray scale(NDArray x, double factor) {
    try (var host = x.getManager().newSubManager(Device.cpu())) { // a GPU need not wait for it
      return x.mul(create(host, new float[] {(float) factor}, new Shape()));
    }
  }

  /** {@code x + number}, safe where gradients are collected, and nothing that a GPU waits for. */
  public static NDArray plus(NDArray x, double number) {
    try (var host = x.getManager().newSubManager(Device.cpu())) {
      return x.add(create(host, new float[] {(float) number}, new Shape()));
    }
  }

  /**
   * Writes numbers into an array, where it is. {@link NDArray#copyTo} would give it other memory, a
   * Java buffer.
   *
   * @param array of one axis or more; a parameter too
   * @param values of its shape
   */
  public static void overwrite(NDArray array, NDArray values) {
    try (var same = array.stopGradient()) { // the engine writes over no leaf of a graph
      same.set(new NDIndex("..."), values);
    }
  }

  /**
   * A copy on the device of {@code to}, and owned by it, through which gradients flow back. {@code
   * toDevice} and {@code duplicate} would not let them: the engine takes both off the graph. What
   * is written into an array stays on it, from whichever device it comes.
   */
  public static NDArray send(NDArray x, NDManager to) {
    var copy = to.create(x.getShape(), x.getDataType());
    copy.set(new NDIndex("..."), x);
    return copy;
  }
}
