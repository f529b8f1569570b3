package org.onenip.inference;

import ai.djl.Device;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.onenip.UserError;
import org.onenip.backbone.Safetensors;

/** Loads trained detectors. */
public final class Detectors {
  private static final String EMBEDDED = "products.safetensors";

  private Detectors() {}

  /**
   * Loads what {@link Detector#save} wrote.
   *
   * @param run its folder
   * @param device where it will run
   * @throws UserError if there is none, its training was interrupted, it is damaged, or of a method
   *     that this library does not know
   */
  public static Detector load(Path run, Device device) {
    if (!Files.exists(run.resolve(DetectorFile.NAME))) {
      var begun = Files.exists(run.resolve("config.json"));
      throw new UserError(
          begun
              ? "The training of %s has not finished; go on with `train --resume --run %s`."
                  .formatted(run, run)
              : "There is no trained run in %s; make one with `train --run %s`."
                  .formatted(run, run));
    }
    var saved = Safetensors.read(run.resolve(DetectorFile.NAME));
    var method = String.valueOf(saved.metadata().get("method"));
    return switch (method) {
      case DetectorFile.METHOD -> DetectorFile.read(saved, run, device);
      case UniAdDetector.METHOD -> UniAdDetector.read(saved, run, device);
      case NearestNeighborDetector.METHOD -> NearestNeighborDetector.read(saved, run, device);
      default ->
          throw new UserError(
              "%s holds no detector that is known here (method \"%s\"); make one with `train` or `import`."
                  .formatted(run.resolve(DetectorFile.NAME), method));
    };
  }

  /**
   * The embedded detector: what {@code onenip demo} trained on the generated products, its weights
   * in half precision ({@code lib/scripts/embed_detector.jsh} makes the file).
   */
  public static OneNipDetector embedded(Device device) {
    try (var in = Detectors.class.getResourceAsStream(EMBEDDED)) {
      var saved = Safetensors.parse(ByteBuffer.wrap(in.readAllBytes()), EMBEDDED);
      return DetectorFile.read(saved, Path.of(EMBEDDED), device);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Loads a OneNIP detector, whose prompts, network and calibration can be looked at.
   *
   * @throws UserError as {@link #load}, or if it is of another method
   */
  public static OneNipDetector loadOneNip(Path run, Device device) {
    var detector = load(run, device);
    if (detector instanceof OneNipDetector oneNip) {
      return oneNip;
    }
    detector.close();
    throw new UserError(
        "%s holds a detector of another method than OneNIP; name another run.".formatted(run));
  }
}
