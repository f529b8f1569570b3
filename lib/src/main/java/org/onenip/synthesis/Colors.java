package org.onenip.synthesis;

import java.awt.Color;
import java.util.SplittableRandom;
import java.util.function.IntUnaryOperator;
import org.onenip.data.RgbImage;

/** Colour operations on eight-bit RGB, as Pillow and torchvision define them. */
final class Colors {
  private Colors() {}

  /** Maps every value of every channel through a table. */
  static RgbImage map(RgbImage image, IntUnaryOperator table) {
    var lookup = new byte[256];
    for (int i = 0; i < lookup.length; i++) {
      lookup[i] = clip(table.applyAsInt(i));
    }
    var rgb = new byte[image.rgb().length];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = lookup[image.rgb()[i] & 255];
    }
    return new RgbImage(image.width(), image.height(), rgb);
  }

  /** Scales all values. */
  static RgbImage brightness(RgbImage image, double factor) {
    return map(image, v -> (int) Math.round(v * factor));
  }

  /** Moves all values away from the mean grey, or towards it. */
  static RgbImage contrast(RgbImage image, double factor) {
    long sum = 0;
    for (int i = 0; i < image.rgb().length; i += 3) {
      sum += grey(image.rgb(), i);
    }
    double mean = 3.0 * sum / image.rgb().length;
    return map(image, v -> (int) Math.round(mean + factor * (v - mean)));
  }

  /** Moves each pixel away from its grey, or towards it. */
  static RgbImage saturation(RgbImage image, double factor) {
    var rgb = new byte[image.rgb().length];
    for (int i = 0; i < rgb.length; i += 3) {
      int grey = grey(image.rgb(), i);
      for (int c = 0; c < 3; c++) {
        int value = image.rgb()[i + c] & 255;
        rgb[i + c] = clip((int) Math.round(grey + factor * (value - grey)));
      }
    }
    return new RgbImage(image.width(), image.height(), rgb);
  }

  /**
   * Turns the hue and scales the saturation.
   *
   * @param turn share of the colour circle
   */
  static RgbImage hue(RgbImage image, double turn, double saturation) {
    var rgb = new byte[image.rgb().length];
    var hsb = new float[3];
    for (int i = 0; i < rgb.length; i += 3) {
      Color.RGBtoHSB(image.rgb()[i] & 255, image.rgb()[i + 1] & 255, image.rgb()[i + 2] & 255, hsb);
      int turned =
          Color.HSBtoRGB(hsb[0] + (float) turn, (float) Math.min(1, hsb[1] * saturation), hsb[2]);
      rgb[i] = (byte) (turned >> 16);
      rgb[i + 1] = (byte) (turned >> 8);
      rgb[i + 2] = (byte) turned;
    }
    return new RgbImage(image.width(), image.height(), rgb);
  }

  /**
   * torchvision's ColorJitter: brightness, contrast and saturation by 1 ± {@code strength}, hue by
   * ± {@code turn}, in random order.
   */
  static RgbImage jitter(RgbImage image, double strength, double turn, SplittableRandom random) {
    int[] order = {0, 1, 2, 3};
    for (int i = order.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int swapped = order[i];
      order[i] = order[j];
      order[j] = swapped;
    }
    for (int operation : order) {
      double u = 2 * random.nextDouble() - 1;
      image =
          switch (operation) {
            case 0 -> brightness(image, 1 + strength * u);
            case 1 -> contrast(image, 1 + strength * u);
            case 2 -> saturation(image, 1 + strength * u);
            default -> hue(image, turn * u, 1);
          };
    }
    return image;
  }

  /** ITU-R 601 luma. */
  private static int grey(byte[] rgb, int at) {
    return ((rgb[at] & 255) * 299 + (rgb[at + 1] & 255) * 587 + (rgb[at + 2] & 255) * 114) / 1000;
  }

  static byte clip(int value) {
    return (byte) Math.max(0, Math.min(255, value));
  }
}
