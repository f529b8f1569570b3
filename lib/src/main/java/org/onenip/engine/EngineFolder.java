package org.onenip.engine;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.onenip.support.FileNames;
import org.onenip.support.PrivateFolder;
import org.onenip.support.UserError;

/**
 * Where the engine's native libraries are unpacked, and loaded from. That is {@code .djl.ai} in the
 * user's folder; but where the user has none that can be written, DJL takes one of a fixed name
 * among everybody's temporary files, which anybody may have filled. Then it is one of the user's
 * own. What {@code DJL_CACHE_DIR} or {@code ENGINE_CACHE_DIR} say counts before.
 */
public final class EngineFolder {
  private static final String DJL = "DJL_CACHE_DIR";
  private static final String ENGINE = "ENGINE_CACHE_DIR";

  /** Of JNA, which unpacks a library too. */
  private static final String JNA = "jna.tmpdir";

  private static final String REMEDY = "set the variable %s to a folder of yours".formatted(DJL);

  private EngineFolder() {}

  /**
   * Call before the engine is loaded.
   *
   * @throws UserError if the folder among the temporary ones belongs to somebody else
   */
  public static void keepPrivate() {
    choose(Path.of(System.getProperty("user.home")), Path.of(System.getProperty("java.io.tmpdir")))
        .ifPresent(
            folder -> {
              System.setProperty(DJL, folder.toString());
              System.setProperty(JNA, folder.toString());
            });
  }

  /** The same folder for a process that we start. */
  public static void addTo(Map<String, String> environment) {
    if (System.getProperty(DJL) != null) {
      environment.putIfAbsent(DJL, System.getProperty(DJL));
    }
  }

  /** The same for one whose environment is not ours: an option of its JVM, if it needs one. */
  public static Optional<String> option() {
    return Optional.ofNullable(System.getProperty(DJL)).map(folder -> "-D" + DJL + "=" + folder);
  }

  /** A folder to take instead of the usual one; none where that is right. */
  static Optional<Path> choose(Path home, Path temporary) {
    boolean chosen = isSet(DJL) || isSet(ENGINE);
    if (chosen || Files.isWritable(home) && !PrivateFolder.isOpenToAll(home)) {
      return Optional.empty();
    }
    var name = "onenip-" + FileNames.of(System.getProperty("user.name"));
    return Optional.of(PrivateFolder.in(temporary, name, REMEDY));
  }

  private static boolean isSet(String name) {
    var variable = System.getenv(name);
    var property = System.getProperty(name);
    return variable != null && !variable.isEmpty() || property != null && !property.isEmpty();
  }
}
