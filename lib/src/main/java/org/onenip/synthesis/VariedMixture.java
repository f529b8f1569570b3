package org.onenip.synthesis;

import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.onenip.data.RgbImage;

/**
 * One of six kinds of pseudo anomalies, each with its share.
 *
 * @param shares how often each is drawn
 * @param textures of those kinds that draw with one
 */
public record VariedMixture(SynthesisShares shares, TextureSource textures) implements Synthesis {
  @Override
  public PseudoAnomaly apply(RgbImage normal, SplittableRandom random) {
    return apply(normal, () -> normal, random);
  }

  @Override
  public PseudoAnomaly apply(RgbImage normal, Supplier<RgbImage> peer, SplittableRandom random) {
    return kind(random).apply(normal, peer, random);
  }

  private Synthesis kind(SplittableRandom random) {
    double[] weights = {
      shares.cutPaste(),
      shares.draem(),
      shares.spots(),
      shares.cracks(),
      shares.misplaced(),
      shares.blended()
    };
    double total = 0;
    for (double weight : weights) {
      total += weight;
    }
    double at = total * random.nextDouble();
    int kind = -1;
    for (int i = 0; i < weights.length && at >= 0; i++) {
      if (weights[i] > 0) {
        kind = i; // the last with a share, should the sum be rounded
        at -= weights[i];
      }
    }
    boolean foreground = shares.foreground();
    return switch (kind) {
      case 0 -> foreground ? new OnForeground(new CutPaste()) : new CutPaste();
      case 1 -> foreground ? new OnForeground(new Draem(textures)) : new Draem(textures);
      case 2 -> new Spots(textures, foreground);
      case 3 -> new Cracks(foreground);
      case 4 -> new Misplaced(foreground);
      default -> new Blended(textures, foreground);
    };
  }
}
