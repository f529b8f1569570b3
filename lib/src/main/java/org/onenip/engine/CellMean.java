package org.onenip.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.pooling.Pool;

/**
 * The mean of each cell of a map, cells being the equal parts into which a grid cuts it. Where they
 * are of whole pixels that is an average pool; where not, {@code rows · X · columnsᵀ} with two
 * small constant matrices, as {@link AlignedResize}: what a cell covers in part counts in part.
 */
public final class CellMean {
  private static final Separable.Mixture MIXTURE = CellMean::shares;

  private CellMean() {}

  /**
   * Averages over the last two axes.
   *
   * @param x maps {@code (B, C, h, w)}
   * @param height rows of the grid
   * @param width columns of the grid
   * @return {@code (B, C, height, width)}, owned by the manager of {@code x}; {@code x} itself
   *     where it has that size already
   */
  public static NDArray apply(NDArray x, int height, int width) {
    long h = x.getShape().get(2);
    long w = x.getShape().get(3);
    if (h % height != 0 || w % width != 0) {
      return Separable.apply(x, height, width, MIXTURE);
    }
    if (h == height && w == width) {
      return x;
    }
    var cell = new Shape(h / height, w / width);
    return Pool.avgPool2d(x, cell, cell, new Shape(0, 0), false, false);
  }

  /** The matrix {@code (to, from)} whose row r holds the share of each input in output r. */
  private static float[] shares(int from, int to) {
    var matrix = new float[to * from];
    double cell = (double) from / to;
    for (int r = 0; r < to; r++) {
      double start = r * cell;
      double end = start + cell;
      for (int i = (int) start; i < Math.min(from, Math.ceil(end)); i++) {
        double covered = Math.min(end, i + 1) - Math.max(start, i);
        matrix[r * from + i] = (float) (Math.max(0, covered) / cell);
      }
    }
    return matrix;
  }
}
