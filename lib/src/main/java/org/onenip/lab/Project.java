package org.onenip.lab;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.onenip.support.ClassPath;
import org.onenip.support.UserError;

/** The project's folder: what the notebooks need beside the library's classes. */
public record Project(Path root) {
  private static final String MARK = "notebooks/requirements.txt";

  /** The project of which our classes were built, or else the one that we are run in. */
  public static Project find() {
    return above(ClassPath.classes(), Path.of(""));
  }

  /**
   * The first project at or above these places.
   *
   * @throws UserError if there is none
   */
  public static Project above(Path... places) {
    for (var place : places) {
      for (var at = place.toAbsolutePath(); at != null; at = at.getParent()) {
        if (Files.exists(at.resolve(MARK))) {
          return new Project(at);
        }
      }
    }
    throw new UserError(
        "%s was not found at or above %s; run the command in the folder of the project's pom.xml."
            .formatted(
                MARK,
                String.join(
                    " or ",
                    Stream.of(places).map(Path::toAbsolutePath).map(Path::toString).toList())));
  }

  /** The folder of the notebooks. */
  public Path notebooks() {
    return root.resolve("notebooks");
  }

  /** The top-level Python packages, each with its version. */
  Path requirements() {
    return root.resolve(MARK);
  }

  /** The versions of all further Python packages. */
  public Path constraints() {
    return notebooks().resolve("constraints.txt");
  }

  /** All Python packages, where {@code lib/pack-workshop} has fetched them; missing otherwise. */
  Path wheels() {
    return root.resolve("offline/wheels");
  }

  /** The folder of the peer that we are measured against. */
  public Path bench() {
    return root.resolve("lib/bench");
  }

  /** The folder of all that is made for the notebooks and the peer; not under version control. */
  public Path lab() {
    return root.resolve(".lab");
  }
}
