package org.onenip.synthesis;

import java.util.SplittableRandom;
import org.onenip.data.RgbImage;

/**
 * A piece cut out of an image, with the place where it is to be pasted: a rectangle, an ellipse or
 * a blob of Perlin noise, of aspect ⅓ to 3, as it is, mirrored, turned by quarters, and half of the
 * time by up to 15° more. Beyond the image's edge its mirror image is cut.
 */
final class Piece {
  private static final double ASPECT = 3;
  private static final double ANGLE = Math.toRadians(15);

  /** Pixels around the piece's centre; the outermost are never part of the piece. */
  final int width;

  final int height;

  /** Where the first pixel comes to lie; it may be outside of the image. */
  final int left;

  final int top;

  final boolean[] shape;

  /** Also of the pixels around the shape. */
  final float[] rgb;

  /**
   * Cuts a piece.
   *
   * @param area pixels
   * @param from centre in the source, counted row by row
   * @param to centre in the target, which has the source's size
   */
  Piece(RgbImage source, double area, int from, int to, SplittableRandom random) {
    double aspect = Chance.logUniform(random, 1 / ASPECT, ASPECT);
    int form = random.nextInt(3);
    // an ellipse fills π/4 of its box, a blob about half
    double box = area / (form == 0 ? 1 : form == 1 ? Math.PI / 4 : 0.5);
    double halfWidth = Math.max(1.5, Math.sqrt(box * aspect) / 2);
    double halfHeight = Math.max(1.5, Math.sqrt(box / aspect) / 2);
    int quarters = random.nextInt(4);
    boolean mirrored = random.nextBoolean();
    double angle = random.nextBoolean() ? 0 : Chance.uniform(random, -ANGLE, ANGLE);
    double cos = Math.cos(angle);
    double sin = Math.sin(angle);
    int reachX = (int) Math.ceil(halfWidth * cos + halfHeight * Math.abs(sin)) + 1;
    int reachY = (int) Math.ceil(halfHeight * cos + halfWidth * Math.abs(sin)) + 1;
    width = 2 * reachX + 1;
    height = 2 * reachY + 1;
    left = to % source.width() - reachX;
    top = to / source.width() - reachY;
    shape = new boolean[width * height];
    rgb = new float[3 * width * height];
    var noise = form == 2 ? Perlin.noise(width, height, 3, 3, random) : null;
    for (int i = 0; i < shape.length; i++) {
      int dx = i % width - reachX;
      int dy = i / width - reachY;
      double u = cos * dx + sin * dy;
      double v = cos * dy - sin * dx;
      double a = u / halfWidth;
      double b = v / halfHeight;
      boolean inside =
          switch (form) {
            case 0 -> Math.abs(a) < 1 && Math.abs(b) < 1;
            case 1 -> a * a + b * b < 1;
            default -> Math.sqrt(a * a + b * b) + 0.6 * noise[i] < 0.8;
          };
      shape[i] = inside && Math.abs(dx) < reachX && Math.abs(dy) < reachY;
      double x = mirrored ? -u : u;
      double turnedX = quarters % 2 == 0 ? x : v;
      double turnedY = quarters % 2 == 0 ? v : x;
      sample(
          source,
          from % source.width() + (quarters / 2 == 0 ? turnedX : -turnedX),
          from / source.width() + (quarters % 3 == 0 ? turnedY : -turnedY),
          3 * i);
    }
  }

  /** Between the four pixels around a point. */
  private void sample(RgbImage source, double x, double y, int at) {
    int x0 = (int) Math.floor(x);
    int y0 = (int) Math.floor(y);
    double fx = x - x0;
    double fy = y - y0;
    int right = inside(x0 + 1, source.width());
    int below = inside(y0 + 1, source.height()) * source.width();
    x0 = inside(x0, source.width());
    y0 = inside(y0, source.height()) * source.width();
    for (int c = 0; c < 3; c++) {
      double upper = mix(value(source, y0 + x0, c), value(source, y0 + right, c), fx);
      double lower = mix(value(source, below + x0, c), value(source, below + right, c), fx);
      rgb[at + c] = (float) mix(upper, lower, fy);
    }
  }

  private static double mix(double a, double b, double share) {
    return a + share * (b - a);
  }

  private static int value(RgbImage source, int pixel, int channel) {
    return source.rgb()[3 * pixel + channel] & 255;
  }

  /** A place beyond an edge as the place inside that is as far from the edge. */
  private static int inside(int at, int size) {
    int folded = Math.floorMod(at, 2 * size);
    return folded < size ? folded : 2 * size - 1 - folded;
  }

  /** The pixel of the target where one of the piece comes to lie; −1 outside of it. */
  int target(int i, DefectCanvas canvas) {
    int x = left + i % width;
    int y = top + i / width;
    return x < 0 || y < 0 || x >= canvas.width || y >= canvas.height ? -1 : y * canvas.width + x;
  }

  void paste(DefectCanvas canvas) {
    for (int i = 0; i < shape.length; i++) {
      int p = target(i, canvas);
      if (shape[i] && p >= 0) {
        canvas.mix(p, 1, rgb[3 * i], rgb[3 * i + 1], rgb[3 * i + 2]);
      }
    }
  }
}
