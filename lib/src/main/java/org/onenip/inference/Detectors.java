package org.onenip.inference;

import ai.djl.Device;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.onenip.Registry;
import org.onenip.UserError;
import org.onenip.backbone.Safetensors;

/** Loads trained detectors. */
public final class Detectors {
  private static final String EMBEDDED = "products.safetensors";

  /** Puts together what a detector's {@link Detector#save} took apart. */
  @FunctionalInterface
  public interface Reader {
    /**
     * A detector.
     *
     * @param saved the contents of its {@code model.safetensors}
     * @param run its folder, which may hold the backbone
     * @param device where it will run
     */
    Detector read(Safetensors saved, Path run, Device device);
  }

  private static final Registry<Reader> READERS =
      new Registry<>(
          "detector",
          Map.of(
              DetectorFile.METHOD, DetectorFile::read,
              UniAdDetector.METHOD, UniAdDetector::read,
              NearestNeighborDetector.METHOD, NearestNeighborDetector::read));

  private Detectors() {}

  /**
   * Makes saved detectors of a method readable, replacing what read them before.
   *
   * @param method what the file's metadata call {@code method}
   * @throws UserError if it is a method of ours
   */
  public static void register(String method, Reader reader) {
    READERS.register(method, reader);
  }

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
    if (!READERS.names().contains(method)) {
      throw new UserError(
          "%s holds a detector of a method that is not known here (\"%s\"); make one with `train` or `import`, or load the file that registers the method with --plug."
              .formatted(run.resolve(DetectorFile.NAME), method));
    }
    return READERS.named(method).read(saved, run, device);
  }

  /**
   * The embedded detector: the demo's recipe, trained on the generated products, with a memory of
   * 250 tokens of each class and level and its weights in half precision ({@code
   * lib/scripts/embed_detector.jsh} makes the file).
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
