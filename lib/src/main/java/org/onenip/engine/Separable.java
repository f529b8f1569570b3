package org.onenip.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.List;

/**
 * Resampling of rows and of columns, one after the other: {@code rows · X · columnsᵀ} with two
 * small constant matrices.
 */
final class Separable {
  private Separable() {}

  /** How outputs are mixed from inputs along one axis; the same one makes the same matrices. */
  @FunctionalInterface
  interface Mixture {
    /** The matrix {@code (to, from)}, row by row, whose row r says how output r is mixed. */
    float[] of(int from, int to);
  }

  /**
   * Resamples the last two axes.
   *
   * @param x maps {@code (B, C, h, w)}
   * @return {@code (B, C, height, width)}, owned by the manager of {@code x}; {@code x} itself
   *     where it has that size already
   */
  static NDArray apply(NDArray x, int height, int width, Mixture mixture) {
    int h = (int) x.getShape().get(2);
    int w = (int) x.getShape().get(3);
    if (h == height && w == width) {
      return x;
    }
    var rows = matrix(x, h, height, mixture);
    var columns = matrix(x, w, width, mixture);
    return rows.matMul(x.matMul(columns.transpose())); // (B, C, h, w) -> (B, C, height, width)
  }

  private static NDArray matrix(NDArray beside, int from, int to, Mixture mixture) {
    return Constants.get(
        beside.getManager(),
        List.of(mixture, from, to),
        () -> mixture.of(from, to),
        new Shape(to, from));
  }
}
