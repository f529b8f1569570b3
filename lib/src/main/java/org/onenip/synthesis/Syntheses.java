package org.onenip.synthesis;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.onenip.support.Registry;

/**
 * The syntheses by name: the paper's, its two halves, a mixture of more kinds, and those that users
 * register.
 */
public final class Syntheses {
  /** CutPaste or DRAEM, the paper's. */
  public static final String MIXTURE = "mixture";

  /** CutPaste alone. */
  public static final String CUTPASTE = "cutpaste";

  /** DRAEM alone. */
  public static final String DRAEM = "draem";

  /** Six kinds by their shares, ours. */
  public static final String VARIED = "varied";

  private static final Registry<Function<TextureSource, Synthesis>> SYNTHESES =
      new Registry<>(
          "synthesis",
          Map.of(
              MIXTURE, textures -> new Mixture(new CutPaste(), new Draem(textures)),
              CUTPASTE, textures -> new CutPaste(),
              DRAEM, Draem::new,
              VARIED, textures -> new VariedMixture(new SynthesisShares(), textures)));

  private Syntheses() {}

  /**
   * Gives a synthesis a name, replacing what had it before (a notebook cell may run twice).
   *
   * @param factory is given the textures that the user chose, or procedural ones
   * @throws org.onenip.support.UserError if it is a name of ours
   */
  public static void register(String name, Function<TextureSource, Synthesis> factory) {
    SYNTHESES.register(name, factory);
  }

  /**
   * A synthesis.
   *
   * @param textures a folder of textures in DTD's layout; procedural ones where there is none
   * @throws org.onenip.support.UserError if none of this name is registered, or the folder is
   *     unknown
   */
  public static Synthesis named(String name, Optional<Path> textures) {
    return SYNTHESES.named(name).apply(source(textures));
  }

  /**
   * The same with shares.
   *
   * @param shares of the kinds of {@link #VARIED}, or null for equal ones; the others have none and
   *     pass them over
   * @throws org.onenip.support.UserError as above
   */
  public static Synthesis named(String name, Optional<Path> textures, SynthesisShares shares) {
    return name.equals(VARIED) && shares != null
        ? new VariedMixture(shares, source(textures))
        : named(name, textures);
  }

  private static TextureSource source(Optional<Path> textures) {
    return textures.<TextureSource>map(DtdTextures::new).orElseGet(ProceduralTextures::new);
  }

  /** Whether a user registered the name. */
  public static boolean isRegistered(String name) {
    return SYNTHESES.isRegistered(name);
  }

  /** All names, in alphabetical order. */
  public static Set<String> names() {
    return SYNTHESES.names();
  }
}
