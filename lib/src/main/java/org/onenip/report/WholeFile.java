package org.onenip.report;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.onenip.UserError;

/** Writes a text file wholly or not at all. */
public final class WholeFile {
  private WholeFile() {}

  /** What is written. */
  public interface Text {
    void writeTo(Writer writer) throws IOException;
  }

  /**
   * Writes beside the file, then renames; makes missing folders.
   *
   * @throws UserError if it cannot be written; an earlier file is kept then
   */
  public static void write(Path file, Text text) {
    var temporary = file.resolveSibling(file.getFileName() + ".tmp");
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      try (var writer = Files.newBufferedWriter(temporary)) {
        text.writeTo(writer);
      }
      Files.move(
          temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UserError(
          "%s cannot be written (%s); check the folder and the free space.".formatted(file, e), e);
    } finally {
      remove(temporary);
    }
  }

  private static void remove(Path temporary) {
    try {
      Files.deleteIfExists(temporary);
    } catch (IOException e) {
      temporary.toFile().deleteOnExit();
    }
  }
}
