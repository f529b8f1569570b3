package org.onenip.synthesis;

import java.nio.file.Path;
import java.util.Optional;
import java.util.SplittableRandom;
import org.onenip.UserError;
import org.onenip.data.RgbImage;

/** Makes a pseudo anomaly of a normal image (METHOD §6). */
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
   * A synthesis by name: {@code mixture}, {@code cutpaste} or {@code draem}.
   *
   * @param textures a folder of textures in DTD's layout; procedural ones where there is none
   * @throws UserError if the name or the folder is unknown
   */
  static Synthesis named(String name, Optional<Path> textures) {
    Synthesis draem =
        new Draem(textures.<TextureSource>map(DtdTextures::new).orElseGet(ProceduralTextures::new));
    return switch (name) {
      case "mixture" -> new Mixture(new CutPaste(), draem);
      case "cutpaste" -> new CutPaste();
      case "draem" -> draem;
      default ->
          throw new UserError(
              "There is no synthesis \"%s\"; known are mixture, cutpaste and draem."
                  .formatted(name));
    };
  }
}
