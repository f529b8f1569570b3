package org.onenip.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.onenip.engine.Constants;

/**
 * Neighbour-masked attention (UniAD; docs/method.md §2): no token may attend to itself or to those
 * within n/2 rows and columns of it, so that a feature cannot be copied from where it stands.
 */
public final class NeighborMask {
  private NeighborMask() {}

  /**
   * The mask of a square grid.
   *
   * @param grid tokens a side
   * @param n size of the window, {@code grid / 2} in OneNIP and 7 in UniAD
   * @return {@code (L, L)} with L = grid², −∞ where attention is forbidden and 0 elsewhere; not to
   *     be written to
   */
  public static NDArray of(NDManager manager, int grid, int n) {
    int tokens = grid * grid;
    return Constants.get(
        manager,
        List.of(NeighborMask.class, grid, n),
        () -> values(grid, n / 2),
        new Shape(tokens, tokens));
  }

  private static float[] values(int grid, int reach) {
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
    return mask;
  }
}
