package org.onenip.detect;

/**
 * An image's score (docs/method.md §8): the maximum of its map after a 16×16, stride-1 average
 * pool.
 */
public final class ImageScore {
  private static final int POOL = 16;

  private ImageScore() {}

  /**
   * The score of a map.
   *
   * @param map {@code side * side} values, row by row
   */
  public static float of(float[] map, int side) {
    var sums = new double[(side + 1) * (side + 1)]; // summed-area table
    for (int y = 0; y < side; y++) {
      double row = 0;
      for (int x = 0; x < side; x++) {
        row += map[y * side + x];
        sums[(y + 1) * (side + 1) + x + 1] = sums[y * (side + 1) + x + 1] + row;
      }
    }
    double best = Double.NEGATIVE_INFINITY;
    int pool = Math.min(POOL, side);
    for (int y = pool; y <= side; y++) {
      for (int x = pool; x <= side; x++) {
        double sum =
            sums[y * (side + 1) + x]
                - sums[(y - pool) * (side + 1) + x]
                - sums[y * (side + 1) + x - pool]
                + sums[(y - pool) * (side + 1) + x - pool];
        best = Math.max(best, sum);
      }
    }
    return (float) (best / (pool * pool));
  }
}
