package org.onenip.data;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.onenip.support.Checksum;
import org.onenip.support.UserError;

/** Tells whether a data set, or files, are those that something was begun with. */
public final class Fingerprint {
  private Fingerprint() {}

  /**
   * SHA-256 over path, length and time of the last change of every file, in order; of a missing one
   * over its path alone. It changes with anything that a call may read otherwise.
   */
  public static String ofFiles(Stream<Path> files) {
    var lines = new StringBuilder();
    files.forEach(file -> lines.append(file).append(' ').append(state(file)).append('\n'));
    return Checksum.sha256(lines.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static String state(Path file) {
    try {
      return Files.size(file) + " " + Files.getLastModifiedTime(file);
    } catch (IOException e) {
      return "missing";
    }
  }

  /** SHA-256 over class, file name and length of every sample, in order. */
  public static String of(List<Sample> samples) {
    var lines = new StringBuilder();
    for (var sample : samples) {
      try {
        lines.append(
            "%s/%s %d\n"
                .formatted(
                    sample.className(), sample.image().getFileName(), Files.size(sample.image())));
      } catch (IOException e) {
        throw new UserError("A training image cannot be read: %s.".formatted(e.getMessage()), e);
      }
    }
    return Checksum.sha256(lines.toString().getBytes(StandardCharsets.UTF_8));
  }
}
