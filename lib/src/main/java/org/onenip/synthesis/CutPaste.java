package org.onenip.synthesis;

import java.util.SplittableRandom;
import org.onenip.data.PixelMask;
import org.onenip.data.RgbImage;

/**
 * CutPaste (docs/method.md §4): a piece of the image itself, its colours jittered, pasted
 * elsewhere. A patch (2–15 % of the area) or a scar (2–16 px wide, 10–25 px long, turned by up to
 * 45°), equally likely. The scar's lengths are pixels of the training's image size.
 */
public record CutPaste() implements Synthesis {
  private static final double STRENGTH = 0.4;
  private static final double HUE = 0.1;

  @Override
  public PseudoAnomaly apply(RgbImage normal, SplittableRandom random) {
    return random.nextBoolean() ? patch(normal, random) : scar(normal, random);
  }

  /** Pastes a rectangle of aspect (0.3, 1) or (1, 3.3), equally likely. */
  static PseudoAnomaly patch(RgbImage image, SplittableRandom random) {
    double area = uniform(random, 0.02, 0.15) * image.width() * image.height();
    double aspect = random.nextBoolean() ? uniform(random, 0.3, 1) : uniform(random, 1, 3.3);
    int width = between(1, (int) Math.round(Math.sqrt(area * aspect)), image.width());
    int height = between(1, (int) Math.round(Math.sqrt(area / aspect)), image.height());
    return paste(image, cut(image, width, height, random), 0, random);
  }

  /** Pastes a thin rectangle through its rotated outline. */
  static PseudoAnomaly scar(RgbImage image, SplittableRandom random) {
    int width = between(1, (int) Math.round(uniform(random, 2, 16)), image.width());
    int height = between(1, (int) Math.round(uniform(random, 10, 25)), image.height());
    double angle = Math.toRadians(uniform(random, -45, 45));
    return paste(image, cut(image, width, height, random), angle, random);
  }

  private static double uniform(SplittableRandom random, double low, double high) {
    return low + (high - low) * random.nextDouble();
  }

  private static int between(int low, int value, int high) {
    return Math.max(low, Math.min(value, high));
  }

  private static RgbImage cut(RgbImage image, int width, int height, SplittableRandom random) {
    int fromX = random.nextInt(image.width() - width + 1);
    int fromY = random.nextInt(image.height() - height + 1);
    var rgb = new byte[width * height * 3];
    for (int y = 0; y < height; y++) {
      int at = 3 * ((fromY + y) * image.width() + fromX);
      System.arraycopy(image.rgb(), at, rgb, 3 * y * width, 3 * width);
    }
    return Colors.jitter(new RgbImage(width, height, rgb), STRENGTH, HUE, random);
  }

  /** Pastes a piece turned by an angle at a random place where its bounding box fits. */
  private static PseudoAnomaly paste(
      RgbImage image, RgbImage piece, double angle, SplittableRandom random) {
    double cos = Math.cos(angle);
    double sin = Math.sin(angle);
    int boxWidth = box(piece.width() * cos, piece.height() * sin, image.width());
    int boxHeight = box(piece.width() * sin, piece.height() * cos, image.height());
    int toX = random.nextInt(image.width() - boxWidth + 1);
    int toY = random.nextInt(image.height() - boxHeight + 1);
    var rgb = image.rgb().clone();
    var pasted = new boolean[image.width() * image.height()];
    for (int y = 0; y < boxHeight; y++) {
      for (int x = 0; x < boxWidth; x++) {
        double dx = x + 0.5 - boxWidth / 2.0;
        double dy = y + 0.5 - boxHeight / 2.0;
        int fromX = (int) Math.floor(cos * dx + sin * dy + piece.width() / 2.0);
        int fromY = (int) Math.floor(cos * dy - sin * dx + piece.height() / 2.0);
        if (fromX >= 0 && fromX < piece.width() && fromY >= 0 && fromY < piece.height()) {
          int target = (toY + y) * image.width() + toX + x;
          System.arraycopy(piece.rgb(), 3 * (fromY * piece.width() + fromX), rgb, 3 * target, 3);
          pasted[target] = true;
        }
      }
    }
    return new PseudoAnomaly(
        new RgbImage(image.width(), image.height(), rgb),
        new PixelMask(image.width(), image.height(), pasted));
  }

  private static int box(double a, double b, int largest) {
    return between(1, (int) Math.ceil(Math.abs(a) + Math.abs(b) - 1e-9), largest);
  }
}
