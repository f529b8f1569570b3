package org.onenip.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.onenip.Tensors;

/**
 * Neighbour-masked attention (UniAD; METHOD §2): no token may attend to itself or to those within
 * n/2 rows and columns of it, so that a feature cannot be copied from where it stands.
 */
public final class NeighborMask {
  private NeighborMask() {}

  /**
   * The mask of a square grid.
   *
   * @param grid tokens a side
   * @param n size of the window, {@code grid / 2} in OneNIP and 7 in UniAD
   * @return {@code (L, L)} with L = grid², −∞ where attention is forbidden and 0 elsewhere
   */
  public static NDArray of(NDManager manager, int grid, int n) {
    int reach = n / 2;
    int tokens = grid * grid;
    var mask = new float[tokens * tokens];
    for (int query = 0; query < tokens; query++) {
      for (int key = 0; key < tokens; key++) {
        int rows = Math.abs(query / grid - key / grid);
        int columns = Math.abs(query % grid - key % grid);
        if (rows <= reach && columns <= reach) {
          mask[query * tokens + key] = Float.NEGATIVE_INFINITY;
        }
      }
    }
    return Tensors.create(manager, mask, new Shape(tokens, tokens));
  }
}
