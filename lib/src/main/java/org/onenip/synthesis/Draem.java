package org.onenip.synthesis;

import java.util.SplittableRandom;
import org.onenip.data.Mask;
import org.onenip.data.RgbImage;

/**
 * DRAEM's pseudo anomalies (METHOD §6): an augmented texture T shines through the image where
 * Perlin noise exceeds 0.5: {@code Iₐ = β I + (1 − β) T}, β ~ U(0, 0.8).
 */
public record Draem(TextureSource textures) implements Synthesis {
  private static final double THRESHOLD = 0.5;
  private static final double LARGEST_BETA = 0.8;
  private static final int LARGEST_EXPONENT = 5;
  private static final double LARGEST_ANGLE = Math.toRadians(5);

  @Override
  public PseudoAnomaly apply(RgbImage normal, SplittableRandom random) {
    int width = normal.width();
    int height = normal.height();
    var region = region(width, height, random);
    var texture = TextureAugmentations.three(textures.texture(width, height, random), random).rgb();
    double beta = LARGEST_BETA * random.nextDouble();
    var rgb = normal.rgb().clone();
    for (int i = 0; i < rgb.length; i++) {
      if (region[i / 3]) {
        rgb[i] = (byte) Math.round(beta * (rgb[i] & 255) + (1 - beta) * (texture[i] & 255));
      }
    }
    return new PseudoAnomaly(new RgbImage(width, height, rgb), new Mask(width, height, region));
  }

  /** Where noise of 2^k × 2^m cells (k, m in 1…5), turned by up to 5°, exceeds the threshold. */
  private static boolean[] region(int width, int height, SplittableRandom random) {
    int cellsX = 1 << 1 + random.nextInt(LARGEST_EXPONENT);
    int cellsY = 1 << 1 + random.nextInt(LARGEST_EXPONENT);
    var noise = Perlin.noise(width, height, cellsX, cellsY, random);
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
}
