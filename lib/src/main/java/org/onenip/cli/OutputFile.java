package org.onenip.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.onenip.support.UserError;

/** A file that a command writes where the user says. */
final class OutputFile {
  private OutputFile() {}

  /**
   * Makes the folder that it will lie in.
   *
   * @throws UserError if that cannot be
   */
  static void prepare(Path file) {
    var folder = file.toAbsolutePath().getParent();
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UserError(
          "The folder %s of %s cannot be made; choose another place."
              .formatted(folder, file.getFileName()),
          e);
    }
  }
}
