package org.onenip.synthesis;

import java.util.SplittableRandom;

/** Two-dimensional Perlin noise with the fade 6t⁵ − 15t⁴ + 10t³, as DRAEM draws its regions. */
public final class Perlin {
  private static final double THRESHOLD = 0.5;
  private static final int LARGEST_EXPONENT = 5;
  private static final double LARGEST_ANGLE = Math.toRadians(5);

  private Perlin() {}

  /**
   * Draws noise.
   *
   * @param cellsX cells of the lattice across
   * @param cellsY cells of the lattice down
   * @return {@code height * width} values, about −1…1
   */
  public static float[] noise(
      int width, int height, int cellsX, int cellsY, SplittableRandom random) {
    int columns = cellsX + 1;
    var gradients = new double[(cellsY + 1) * columns * 2];
    for (int i = 0; i < gradients.length; i += 2) {
      double angle = 2 * Math.PI * random.nextDouble();
      gradients[i] = Math.cos(angle);
      gradients[i + 1] = Math.sin(angle);
    }
    var values = new float[width * height];
    for (int y = 0; y < height; y++) {
      double v = (double) y * cellsY / height;
      int row = (int) v;
      double fy = v - row;
      double fadeY = fade(fy);
      for (int x = 0; x < width; x++) {
        double u = (double) x * cellsX / width;
        int column = (int) u;
        double fx = u - column;
        double fadeX = fade(fx);
        int at = 2 * (row * columns + column);
        int below = at + 2 * columns;
        double top = mix(dot(gradients, at, fx, fy), dot(gradients, at + 2, fx - 1, fy), fadeX);
        double bottom =
            mix(
                dot(gradients, below, fx, fy - 1),
                dot(gradients, below + 2, fx - 1, fy - 1),
                fadeX);
        values[y * width + x] = (float) (Math.sqrt(2) * mix(top, bottom, fadeY));
      }
    }
    return values;
  }

  /**
   * Where noise of 2^k × 2^m cells (k, m in 1…5), turned by up to 5°, exceeds 0.5 (docs/method.md
   * §4).
   *
   * @return {@code height * width} flags, none of them set now and then
   */
  public static boolean[] region(int width, int height, SplittableRandom random) {
    int cellsX = 1 << 1 + random.nextInt(LARGEST_EXPONENT);
    int cellsY = 1 << 1 + random.nextInt(LARGEST_EXPONENT);
    var noise = noise(width, height, cellsX, cellsY, random);
    double angle = (2 * random.nextDouble() - 1) * LARGEST_ANGLE;
    double cos = Math.cos(angle);
    double sin = Math.sin(angle);
    double centerX = (width - 1) / 2.0;
    double centerY = (height - 1) / 2.0;
    var region = new boolean[width * height];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        long fromX = Math.round(centerX + cos * (x - centerX) + sin * (y - centerY));
        long fromY = Math.round(centerY - sin * (x - centerX) + cos * (y - centerY));
        region[y * width + x] =
            fromX >= 0
                && fromX < width
                && fromY >= 0
                && fromY < height
                && noise[(int) (fromY * width + fromX)] > THRESHOLD;
      }
    }
    return region;
  }

  private static double fade(double t) {
    return t * t * t * (t * (6 * t - 15) + 10);
  }

  private static double mix(double a, double b, double share) {
    return a + share * (b - a);
  }

  private static double dot(double[] gradients, int at, double x, double y) {
    return gradients[at] * x + gradients[at + 1] * y;
  }
}
