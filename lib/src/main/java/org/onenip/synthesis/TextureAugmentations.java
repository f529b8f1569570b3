package org.onenip.synthesis;

import java.util.SplittableRandom;
import org.onenip.data.RgbImage;

/** The ten augmentations of DRAEM's textures, of which three different ones are applied. */
final class TextureAugmentations {
  private static final int COUNT = 10;

  private TextureAugmentations() {}

  static RgbImage three(RgbImage texture, SplittableRandom random) {
    int[] chosen = random.ints(0, COUNT).distinct().limit(3).toArray();
    for (int augmentation : chosen) {
      texture = apply(augmentation, texture, random);
    }
    return texture;
  }

  private static RgbImage apply(int augmentation, RgbImage image, SplittableRandom random) {
    return switch (augmentation) {
      case 0 -> gamma(image, 0.5 + 1.5 * random.nextDouble());
      case 1 -> Colors.brightness(image, 0.8 + 0.4 * random.nextDouble());
      case 2 -> sharpness(image, 0.5 + 1.5 * random.nextDouble());
      case 3 -> Colors.hue(image, random.nextDouble() - 0.5, 0.6 + 0.8 * random.nextDouble());
      case 4 -> solarize(image, 32 + random.nextInt(97));
      case 5 -> posterize(image, 1 + random.nextInt(4));
      case 6 -> flip(image);
      case 7 -> Colors.map(image, v -> 255 - v);
      case 8 -> autocontrast(image);
      default -> equalize(image);
    };
  }

  private static RgbImage gamma(RgbImage image, double gamma) {
    return Colors.map(image, v -> (int) Math.round(255 * Math.pow(v / 255.0, gamma)));
  }

  private static RgbImage solarize(RgbImage image, int threshold) {
    return Colors.map(image, v -> v < threshold ? v : 255 - v);
  }

  private static RgbImage posterize(RgbImage image, int cleared) {
    return Colors.map(image, v -> v >> cleared << cleared);
  }

  /** Away from a blurred copy, or towards it. */
  private static RgbImage sharpness(RgbImage image, double factor) {
    int stride = 3 * image.width();
    var in = image.rgb();
    var rgb = in.clone();
    for (int y = 1; y < image.height() - 1; y++) {
      for (int x = 3; x < stride - 3; x++) {
        int at = y * stride + x;
        int sum = 4 * (in[at] & 255);
        for (int dy = -stride; dy <= stride; dy += stride) {
          sum += (in[at + dy - 3] & 255) + (in[at + dy] & 255) + (in[at + dy + 3] & 255);
        }
        double blurred = sum / 13.0;
        rgb[at] = Colors.clip((int) Math.round(blurred + factor * ((in[at] & 255) - blurred)));
      }
    }
    return new RgbImage(image.width(), image.height(), rgb);
  }

  private static RgbImage flip(RgbImage image) {
    int width = image.width();
    var rgb = new byte[image.rgb().length];
    for (int y = 0; y < image.height(); y++) {
      for (int x = 0; x < width; x++) {
        System.arraycopy(image.rgb(), 3 * (y * width + width - 1 - x), rgb, 3 * (y * width + x), 3);
      }
    }
    return new RgbImage(width, image.height(), rgb);
  }

  private static int[] histogram(RgbImage image, int channel) {
    var counts = new int[256];
    for (int i = channel; i < image.rgb().length; i += 3) {
      counts[image.rgb()[i] & 255]++;
    }
    return counts;
  }

  /** Stretches each channel to 0…255. */
  private static RgbImage autocontrast(RgbImage image) {
    return byChannel(
        image,
        counts -> {
          int low = 0;
          int high = 255;
          while (low < 255 && counts[low] == 0) {
            low++;
          }
          while (high > low && counts[high] == 0) {
            high--;
          }
          var table = new int[256];
          for (int v = 0; v < 256; v++) {
            table[v] = high > low ? (v - low) * 255 / (high - low) : v;
          }
          return table;
        });
  }

  /** Makes each channel's histogram flat. */
  private static RgbImage equalize(RgbImage image) {
    int pixels = image.width() * image.height();
    return byChannel(
        image,
        counts -> {
          var table = new int[256];
          long below = 0;
          for (int v = 0; v < 256; v++) {
            table[v] = (int) (255 * (below + counts[v] / 2) / pixels);
            below += counts[v];
          }
          return table;
        });
  }

  private interface Table {
    int[] of(int[] histogram);
  }

  private static RgbImage byChannel(RgbImage image, Table tables) {
    var rgb = new byte[image.rgb().length];
    for (int c = 0; c < 3; c++) {
      var table = tables.of(histogram(image, c));
      for (int i = c; i < rgb.length; i += 3) {
        rgb[i] = Colors.clip(table[image.rgb()[i] & 255]);
      }
    }
    return new RgbImage(image.width(), image.height(), rgb);
  }
}
