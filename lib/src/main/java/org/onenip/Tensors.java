package org.onenip;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

/** Numbers from Java to the engine. */
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
}
