package org.onenip.synthesis;

import java.util.SplittableRandom;
import org.onenip.data.PixelMask;
import org.onenip.data.RgbImage;

/**
 * DRAEM's pseudo anomalies (docs/method.md §4): an augmented texture T shines through the image
 * where Perlin noise exceeds 0.5: {@code Iₐ = β I + (1 − β) T}, β ~ U(0, 0.8).
 */
public record Draem(TextureSource textures) implements Synthesis {
  private static final double LARGEST_BETA = 0.8;

  @Override
  public PseudoAnomaly apply(RgbImage normal, SplittableRandom random) {
    int width = normal.width();
    int height = normal.height();
    var region = Perlin.region(width, height, random);
    var texture = TextureAugmentations.three(textures.texture(width, height, random), random).rgb();
    double beta = LARGEST_BETA * random.nextDouble();
    var rgb = normal.rgb().clone();
    for (int i = 0; i < rgb.length; i++) {
      if (region[i / 3]) {
        rgb[i] = (byte) Math.round(beta * (rgb[i] & 255) + (1 - beta) * (texture[i] & 255));
      }
    }
    return new PseudoAnomaly(
        new RgbImage(width, height, rgb), new PixelMask(width, height, region));
  }
}
