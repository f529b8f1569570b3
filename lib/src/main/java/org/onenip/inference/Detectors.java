package org.onenip.inference;

import ai.djl.Device;
import java.nio.file.Files;
import java.nio.file.Path;
import org.onenip.UserError;

/** Loads trained detectors. */
public final class Detectors {
  private Detectors() {}

  /**
   * Loads what {@link Detector#save} wrote.
   *
   * @param run its folder
   * @param device where it will run
   * @throws UserError if there is none, its training was interrupted, or it is damaged
   */
  public static OneNipDetector load(Path run, Device device) {
    if (!Files.exists(run.resolve(DetectorFile.NAME))) {
      var begun = Files.exists(run.resolve("config.json"));
      throw new UserError(
          begun
              ? "The training of %s has not finished; go on with `train --resume --run %s`."
                  .formatted(run, run)
              : "There is no trained run in %s; make one with `train --run %s`."
                  .formatted(run, run));
    }
    return DetectorFile.read(run, device);
  }
}
