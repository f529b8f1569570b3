package org.onenip.synthesis;

import org.onenip.data.RgbImage;

/** Normal images by formula, the same on every machine. */
final class Surfaces {
  private Surfaces() {}

  private interface Color {
    int[] at(int x, int y);
  }

  private static RgbImage image(int side, Color color) {
    var rgb = new byte[3 * side * side];
    for (int p = 0; p < side * side; p++) {
      var values = color.at(p % side, p / side);
      for (int c = 0; c < 3; c++) {
        rgb[3 * p + c] = (byte) Math.max(0, Math.min(255, values[c]));
      }
    }
    return new RgbImage(side, side, rgb);
  }

  private static int noise(int x, int y, int seed, int amplitude) {
    int mixed = (x * 73_856_093 ^ y * 19_349_663 ^ seed * 83_492_791) * 0x9E3779B1;
    return (mixed >>> 16) % (2 * amplitude + 1) - amplitude;
  }

  /** Soft waves of colour with some noise, over the whole image. */
  static RgbImage texture(int side, int seed) {
    return image(
        side,
        (x, y) -> {
          int wave = (x / 4 * (3 + seed) + y / 5 * 7) % 40;
          int grain = noise(x, y, seed, 6);
          return new int[] {100 + wave + grain, 120 + wave / 2 + grain, 90 + grain};
        });
  }

  /** One colour. */
  static RgbImage plain(int side, int value) {
    return image(side, (x, y) -> new int[] {value, value, value});
  }

  /** Grey with a grain so fine and strong that a piece of it is seen nowhere. */
  static RgbImage rough(int side, int seed) {
    return image(
        side,
        (x, y) -> {
          int value = 128 + noise(x, y, seed, 12);
          return new int[] {value, value, value};
        });
  }

  /** Vertical stripes that come again after eight pixels. */
  static RgbImage periodic(int side) {
    return image(side, (x, y) -> x % 8 < 4 ? new int[] {80, 80, 80} : new int[] {160, 160, 160});
  }

  /** A bright disc on a dark ground that is lit unevenly and has some noise. */
  static RgbImage disc(int side, int seed) {
    return image(
        side,
        (x, y) -> {
          int grain = noise(x, y, seed, 5);
          int light = 20 * x / side;
          return onDisc(side, x, y, 0)
              ? new int[] {200 + grain - (x / 6 + y / 6) % 2 * 25, 160 + grain, 90 + grain}
              : new int[] {50 + light + grain, 55 + light + grain, 60 + light + grain};
        });
  }

  /** Whether a pixel is on that disc, or at most some pixels beside it. */
  static boolean onDisc(int side, int x, int y, double beside) {
    return Math.hypot(x - side * 0.45, y - side * 0.55) <= side * 0.28 + beside;
  }
}
