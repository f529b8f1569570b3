package org.onenip.synthesis;

import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.onenip.data.RgbImage;

/** CutPaste or DRAEM, each with probability 0.5. */
public record Mixture(Synthesis cutPaste, Synthesis draem) implements Synthesis {
  @Override
  public PseudoAnomaly apply(RgbImage normal, SplittableRandom random) {
    return (random.nextBoolean() ? cutPaste : draem).apply(normal, random);
  }

  @Override
  public PseudoAnomaly apply(RgbImage normal, Supplier<RgbImage> peer, SplittableRandom random) {
    return (random.nextBoolean() ? cutPaste : draem).apply(normal, peer, random);
  }
}
