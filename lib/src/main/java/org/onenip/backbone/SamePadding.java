package org.onenip.backbone;

/**
 * How "SAME" padding is computed (docs/method.md §1). Published OneNIP checkpoints were trained
 * with {@link #STATIC}; timm's networks pad dynamically.
 */
public enum SamePadding {
  /** From the size that a layer has when the network's input is its nominal size. */
  STATIC,
  /** From the size that the layer's input really has. */
  DYNAMIC;

  /**
   * Zeros in all, {@code max((⌈in/s⌉ − 1)·s + k − in, 0)}; half of them, rounded down, come first.
   */
  static int total(int input, int kernel, int stride) {
    return Math.max(((input + stride - 1) / stride - 1) * stride + kernel - input, 0);
  }
}
