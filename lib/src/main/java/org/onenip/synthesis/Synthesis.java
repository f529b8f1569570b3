package org.onenip.synthesis;

import java.nio.file.Path;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.onenip.data.RgbImage;

/** Makes a pseudo anomaly of a normal image (docs/method.md §4). */
@FunctionalInterface
public interface Synthesis {
  /**
   * Draws a defect.
   *
   * @param normal I; it is not changed
   * @param random the only source of chance: the same state gives the same result
   * @return Iₐ and M, of the image's size
   */
  PseudoAnomaly apply(RgbImage normal, SplittableRandom random);

  /**
   * Draws a defect that may take something from another normal image.
   *
   * @param normal I; it is not changed
   * @param peer gives another normal image of the same class and size, read when it is asked for;
   *     it is not changed
   * @param random the only source of chance: the same state gives the same result
   * @return Iₐ and M, of the image's size
   */
  default PseudoAnomaly apply(RgbImage normal, Supplier<RgbImage> peer, SplittableRandom random) {
    return apply(normal, random);
  }

  /** As {@link Syntheses#named(String, Optional)}. */
  static Synthesis named(String name, Optional<Path> textures) {
    return Syntheses.named(name, textures);
  }
}
