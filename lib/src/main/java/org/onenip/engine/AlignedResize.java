package org.onenip.engine;

import ai.djl.ndarray.NDArray;

/**
 * Bilinear resizing with corners aligned and no antialiasing: {@code rows · X · columnsᵀ} with two
 * small constant matrices. Exact, differentiable, and the same on any device; the engine's own
 * interpolation always antialiases and ignores the alignment of corners.
 */
public final class AlignedResize {
  private static final Separable.Mixture MIXTURE = AlignedResize::weights;

  private AlignedResize() {}

  /**
   * Resizes the last two axes.
   *
   * @param x maps {@code (B, C, h, w)}
   * @param height rows of the result
   * @param width columns of the result
   * @return {@code (B, C, height, width)}, owned by the manager of {@code x}; {@code x} itself
   *     where it has that size already
   */
  public static NDArray apply(NDArray x, int height, int width) {
    return Separable.apply(x, height, width, MIXTURE);
  }

  /** The matrix {@code (to, from)} whose row r says how output r is mixed from two inputs. */
  private static float[] weights(int from, int to) {
    var matrix = new float[to * from];
    float step = to > 1 ? (float) (from - 1) / (to - 1) : 0;
    for (int r = 0; r < to; r++) {
      float position = r * step;
      int low = Math.min((int) position, from - 1);
      int high = Math.min(low + 1, from - 1);
      float share = position - low;
      matrix[r * from + low] += 1 - share;
      matrix[r * from + high] += share;
    }
    return matrix;
  }
}
