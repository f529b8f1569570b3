package org.onenip.synthesis;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.onenip.Spelling;
import org.onenip.UserError;

/** The syntheses by name: the paper's, its two halves, and those that users register. */
public final class Syntheses {
  /** CutPaste or DRAEM, the paper's. */
  public static final String MIXTURE = "mixture";

  /** CutPaste alone. */
  public static final String CUTPASTE = "cutpaste";

  /** DRAEM alone. */
  public static final String DRAEM = "draem";

  private static final Map<String, Function<TextureSource, Synthesis>> FACTORIES = new TreeMap<>();

  static {
    register(MIXTURE, textures -> new Mixture(new CutPaste(), new Draem(textures)));
    register(CUTPASTE, textures -> new CutPaste());
    register(DRAEM, Draem::new);
  }

  private Syntheses() {}

  /**
   * Gives a synthesis a name, replacing what had it before (a notebook cell may run twice).
   *
   * @param factory is given the textures that the user chose, or procedural ones
   */
  public static synchronized void register(
      String name, Function<TextureSource, Synthesis> factory) {
    FACTORIES.put(name, factory);
  }

  /**
   * A synthesis.
   *
   * @param textures a folder of textures in DTD's layout; procedural ones where there is none
   * @throws UserError if none of this name is registered, or the folder is unknown
   */
  public static synchronized Synthesis named(String name, Optional<Path> textures) {
    var factory = FACTORIES.get(name);
    if (factory == null) {
      throw new UserError(Spelling.unregistered("synthesis", name, FACTORIES.keySet()));
    }
    return factory.apply(
        textures.<TextureSource>map(DtdTextures::new).orElseGet(ProceduralTextures::new));
  }

  /** All names, in alphabetical order. */
  public static synchronized Set<String> names() {
    return new TreeSet<>(FACTORIES.keySet());
  }
}
