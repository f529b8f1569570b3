package org.onenip.synthesis;

import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.onenip.data.PixelMask;
import org.onenip.data.RgbImage;

/**
 * Puts the defects of a synthesis that knows nothing of objects on the object, where one stands on
 * a plain ground ({@link Foreground}): draws up to {@value #TRIES} times, until some of the mask is
 * on the object, and takes back what is further than 1.5 % of the side beside it. Elsewhere the
 * synthesis is as it is.
 *
 * @param inner any synthesis
 */
public record OnForeground(Synthesis inner) implements Synthesis {
  private static final int TRIES = 5;
  private static final double RIM = 0.015;

  @Override
  public PseudoAnomaly apply(RgbImage normal, SplittableRandom random) {
    return apply(normal, () -> normal, random);
  }

  @Override
  public PseudoAnomaly apply(RgbImage normal, Supplier<RgbImage> peer, SplittableRandom random) {
    var object = Foreground.of(normal);
    var drawn = inner.apply(normal, peer, random);
    if (!object.found()) {
      return drawn;
    }
    for (int i = 1; i < TRIES && !touches(drawn.mask(), object); i++) {
      drawn = inner.apply(normal, peer, random);
    }
    int rim = Math.max(1, (int) Math.round(RIM * Math.min(normal.width(), normal.height())));
    return cut(drawn, normal, touches(drawn.mask(), object) ? object.dilated(rim) : object);
  }

  private static boolean touches(PixelMask mask, Foreground object) {
    for (int p = 0; p < mask.anomalous().length; p++) {
      if (mask.anomalous()[p] && object.contains(p)) {
        return true;
      }
    }
    return false;
  }

  private static PseudoAnomaly cut(PseudoAnomaly drawn, RgbImage normal, Foreground where) {
    var rgb = drawn.image().rgb().clone();
    var mask = drawn.mask().anomalous().clone();
    for (int p = 0; p < mask.length; p++) {
      if (!where.contains(p)) {
        mask[p] = false;
        System.arraycopy(normal.rgb(), 3 * p, rgb, 3 * p, 3);
      }
    }
    return new PseudoAnomaly(
        new RgbImage(normal.width(), normal.height(), rgb),
        new PixelMask(normal.width(), normal.height(), mask));
  }
}
