package org.onenip.metrics;

import java.util.Arrays;

/**
 * The connected anomalous regions of one mask; pixels that touch at a corner are connected (8
 * neighbours).
 *
 * @param labels of each pixel, row by row: 0 where normal, else 1 … count
 * @param count number of regions
 */
public record Regions(int[] labels, int count) {
  /**
   * Finds the regions by flood filling.
   *
   * @param mask {@code height * width} flags, row by row
   * @param width pixels a row
   */
  public static Regions of(boolean[] mask, int width) {
    if (width <= 0 || mask.length % width != 0) {
      throw new IllegalArgumentException(
          "%d flags in rows of %d pixels".formatted(mask.length, width));
    }
    var labels = new int[mask.length];
    var pending = new int[16];
    int count = 0;
    for (int start = 0; start < mask.length; start++) {
      if (!mask[start] || labels[start] != 0) {
        continue;
      }
      labels[start] = ++count;
      pending[0] = start;
      int waiting = 1;
      while (waiting > 0) {
        int pixel = pending[--waiting];
        if (waiting + 8 > pending.length) {
          pending = Arrays.copyOf(pending, 2 * pending.length);
        }
        int x = pixel % width;
        int y = pixel / width;
        for (int row = Math.max(y - 1, 0); row <= y + 1 && row * width < mask.length; row++) {
          for (int column = Math.max(x - 1, 0); column <= x + 1 && column < width; column++) {
            int neighbor = row * width + column;
            if (mask[neighbor] && labels[neighbor] == 0) {
              labels[neighbor] = count;
              pending[waiting++] = neighbor;
            }
          }
        }
      }
    }
    return new Regions(labels, count);
  }
}
