package org.onenip.demo;

import java.awt.Color;
import java.util.SplittableRandom;

/** Small natural variation of numbers and colours. */
final class Jitter {
  private Jitter() {}

  /** A number within {@code spread} of zero. */
  static double of(SplittableRandom random, double spread) {
    return (2 * random.nextDouble() - 1) * spread;
  }

  /** A colour whose brightness and tint differ a little. */
  static Color of(SplittableRandom random, Color color, double spread) {
    double all = of(random, spread);
    return new Color(
        clip(color.getRed() + all + of(random, spread / 3)),
        clip(color.getGreen() + all + of(random, spread / 3)),
        clip(color.getBlue() + all + of(random, spread / 3)));
  }

  /** A colour made brighter (above 1) or darker. */
  static Color times(Color color, double factor) {
    return new Color(
        clip(color.getRed() * factor),
        clip(color.getGreen() * factor),
        clip(color.getBlue() * factor));
  }

  /** A colour that lets what lies below shine through. */
  static Color veil(Color color, double opacity) {
    return new Color(color.getRed(), color.getGreen(), color.getBlue(), clip(255 * opacity));
  }

  /** A packed colour between two. */
  static int mix(int from, int to, double share) {
    int red = (int) ((from >> 16 & 255) * (1 - share) + (to >> 16 & 255) * share);
    int green = (int) ((from >> 8 & 255) * (1 - share) + (to >> 8 & 255) * share);
    int blue = (int) ((from & 255) * (1 - share) + (to & 255) * share);
    return red << 16 | green << 8 | blue;
  }

  /** A packed colour made brighter or darker. */
  static int times(int color, double factor) {
    return clip((color >> 16 & 255) * factor) << 16
        | clip((color >> 8 & 255) * factor) << 8
        | clip((color & 255) * factor);
  }

  private static int clip(double value) {
    return (int) Math.max(0, Math.min(255, value));
  }
}
