package org.onenip.synthesis;

import java.util.SplittableRandom;

/** Two-dimensional Perlin noise with the fade 6t⁵ − 15t⁴ + 10t³, as DRAEM draws its regions. */
public final class Perlin {
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
