package org.onenip.data;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import org.onenip.Checksum;
import org.onenip.UserError;

/** Tells whether a data set is the one that a run was begun with. */
public final class Fingerprint {
  private Fingerprint() {}

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
