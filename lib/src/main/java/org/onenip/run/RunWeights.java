package org.onenip.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.onenip.detect.RunFolder;
import org.onenip.support.Checksum;
import org.onenip.support.Reasons;
import org.onenip.support.UserError;

/** Tells whether a run's detector is still the one that something was begun with. */
public final class RunWeights {
  private RunWeights() {}

  /** Names and checksums of the detector's file and, where it lies beside it, the backbone's. */
  public static String fingerprint(Path run) {
    try (var files = Files.list(run)) {
      return files
          .filter(RunWeights::isWeights)
          .sorted()
          .map(file -> file.getFileName() + " " + Checksum.sha256(file))
          .collect(Collectors.joining(", "));
    } catch (IOException e) {
      throw new UserError("The run in %s cannot be read: %s.".formatted(run, Reasons.of(e)), e);
    }
  }

  private static boolean isWeights(Path file) {
    var name = file.getFileName().toString();
    return (name.endsWith(".safetensors") || name.endsWith(".pt")) && !name.equals(RunFolder.STATE);
  }
}
