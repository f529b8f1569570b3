package org.onenip.demo;

import java.util.SplittableRandom;
import org.onenip.data.RgbImage;

/** Takes the photograph: exposure, colour of the light, uneven lighting, vignette, sensor noise. */
final class Camera {
  private Camera() {}

  /**
   * Photographs a picture.
   *
   * @param picture {@link Canvas#average}
   */
  static RgbImage photograph(float[] picture, SplittableRandom random) {
    int size = Canvas.SIZE;
    double exposure = 1 + Jitter.of(random, 0.06);
    double[] tint = {
      exposure * (1 + Jitter.of(random, 0.015)), exposure, exposure * (1 + Jitter.of(random, 0.015))
    };
    double slopeX = Jitter.of(random, 0.06);
    double slopeY = -0.02 + Jitter.of(random, 0.06);
    double vignette = 0.04 + 0.08 * random.nextDouble();
    double noise = 1.5 + 1.5 * random.nextDouble();
    var rgb = new byte[picture.length];
    for (int y = 0; y < size; y++) {
      double v = 2.0 * y / size - 1;
      for (int x = 0; x < size; x++) {
        double u = 2.0 * x / size - 1;
        double light = 1 + slopeX * u + slopeY * v - vignette * (u * u + v * v) / 2;
        long bits = random.nextLong();
        double grey = 0.7 * bell(bits);
        for (int c = 0; c < 3; c++) {
          bits >>>= 16;
          int at = 3 * (y * size + x) + c;
          double value = picture[at] * light * tint[c] + noise * (grey + 0.7 * bell(bits));
          rgb[at] = (byte) Math.max(0, Math.min(255, Math.round(value)));
        }
      }
    }
    return new RgbImage(size, size, rgb);
  }

  /** About a standard normal number, from the lowest sixteen of random bits. */
  private static double bell(long bits) {
    return ((bits & 255) + (bits >> 8 & 255) - 255) / 104.5;
  }
}
