package org.onenip.synthesis;

/** Means over square windows, in a time that does not depend on the window's size. */
final class BoxBlur {
  private BoxBlur() {}

  /**
   * The mean of each value's window, cut off at the edges.
   *
   * @param radius the window has {@code 2 * radius + 1} values a side
   */
  static float[] mean(float[] values, int width, int height, int radius) {
    var rows = new float[values.length];
    for (int y = 0; y < height; y++) {
      line(values, rows, y * width, 1, width, radius);
    }
    var means = new float[values.length];
    for (int x = 0; x < width; x++) {
      line(rows, means, x, width, height, radius);
    }
    return means;
  }

  private static void line(float[] from, float[] to, int first, int step, int count, int radius) {
    double sum = 0;
    int low = 0;
    int high = 0;
    for (int i = 0; i < count; i++) {
      while (high < count && high <= i + radius) {
        sum += from[first + step * high++];
      }
      while (low < i - radius) {
        sum -= from[first + step * low++];
      }
      to[first + step * i] = (float) (sum / (high - low));
    }
  }
}
