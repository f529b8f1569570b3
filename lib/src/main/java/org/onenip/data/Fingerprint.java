package org.onenip.data;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.onenip.UserError;

/** Tells whether a data set is the one that a run was begun with. */
public final class Fingerprint {
  private Fingerprint() {}

  /** SHA-256 over class, file name and length of every sample, in order. */
  public static String of(List<Sample> samples) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      for (var sample : samples) {
        var line =
            "%s/%s %d\n"
                .formatted(
                    sample.className(), sample.image().getFileName(), Files.size(sample.image()));
        digest.update(line.getBytes(StandardCharsets.UTF_8));
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    } catch (IOException e) {
      throw new UserError("A training image cannot be read: %s.".formatted(e.getMessage()), e);
    }
  }
}
