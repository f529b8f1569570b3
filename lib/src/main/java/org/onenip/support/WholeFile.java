package org.onenip.support;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Writes a file wholly or not at all: a full disk or a kill leaves the earlier one as it was. */
public final class WholeFile {
  /** What a user can do where a file cannot be written. */
  public static final String REMEDY = "check the folder and the free space";

  private WholeFile() {}

  /** What a text file holds. */
  @FunctionalInterface
  public interface Text {
    void writeTo(Writer writer) throws IOException;
  }

  /** What any file holds. */
  @FunctionalInterface
  public interface Content {
    void writeTo(Path file) throws IOException;
  }

  /**
   * Writes a text beside the file, then renames; makes missing folders.
   *
   * @throws UserError if it cannot be written; an earlier file is kept then
   */
  public static void write(Path file, Text text) {
    replace(
        file,
        REMEDY,
        temporary -> {
          try (var writer = Files.newBufferedWriter(temporary)) {
            text.writeTo(writer);
          }
        });
  }

  /**
   * The same of any content.
   *
   * @throws UserError if it cannot be written; an earlier file is kept then
   */
  public static void write(Path file, byte[] content) {
    replace(file, REMEDY, temporary -> Files.write(temporary, content));
  }

  /**
   * The same of any content.
   *
   * @param remedy what the user can do where it cannot be written
   * @throws UserError if it cannot be written; an earlier file is kept then
   */
  public static void replace(Path file, String remedy, Content content) {
    var temporary = file.resolveSibling(file.getFileName() + ".tmp");
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      content.writeTo(temporary);
      rename(temporary, file);
    } catch (IOException e) {
      throw new UserError(
          "%s cannot be written (%s); %s.".formatted(file, Reasons.of(e), remedy), e);
    } finally {
      remove(temporary);
    }
  }

  /** Puts a file that is whole in the place of another, at once. */
  public static void rename(Path whole, Path file) throws IOException {
    Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static void remove(Path temporary) {
    try {
      Files.deleteIfExists(temporary);
    } catch (IOException e) {
      temporary.toFile().deleteOnExit();
    }
  }
}
