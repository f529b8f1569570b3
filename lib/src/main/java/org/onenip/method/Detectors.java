package org.onenip.method;

import ai.djl.Device;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.onenip.backbone.Trust;
import org.onenip.detect.Detector;
import org.onenip.detect.SavedDetector;
import org.onenip.method.onenip.OneNipDetector;
import org.onenip.support.UserError;
import org.onenip.weights.Safetensors;

/** Loads trained detectors. */
public final class Detectors {
  private static final String EMBEDDED = "products.safetensors";

  private Detectors() {}

  /**
   * Loads what {@link Detector#save} wrote, running nothing that lies in the folder.
   *
   * @param run its folder
   * @param device where it will run
   * @throws UserError if there is none, its training was interrupted, it is damaged, of a method
   *     that this library does not know, or has a TorchScript backbone
   */
  public static Detector load(Path run, Device device) {
    return load(run, device, Trust.NUMBERS);
  }

  /**
   * The same of any backbone.
   *
   * @param trust whether a TorchScript module in the folder may run
   * @throws UserError as above, or if the backbone may not run
   */
  public static Detector load(Path run, Device device, Trust trust) {
    var saved = SavedDetector.open(run, trust);
    if (!Methods.names().contains(saved.method())) {
      throw new UserError(
          "%s holds a detector of a method that is not known here (\"%s\"); make one with `train` or `import`, or load the file that registers the method with --plug."
              .formatted(saved.file(), saved.method()));
    }
    return Methods.named(saved.method()).read(saved, device);
  }

  /**
   * The embedded detector: the demo's recipe, trained on the generated products, with a memory of
   * 250 tokens of each class and level and its weights in half precision ({@code
   * lib/scripts/embed_detector.jsh} makes the file).
   */
  public static OneNipDetector embedded(Device device) {
    try (var in = Detectors.class.getResourceAsStream(EMBEDDED)) {
      var contents = Safetensors.parse(ByteBuffer.wrap(in.readAllBytes()), EMBEDDED);
      return oneNip(new SavedDetector(contents, Path.of("embedded")), device);
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
    return loadOneNip(run, device, Trust.NUMBERS);
  }

  /** The same of any backbone, as {@link #load(Path, Device, Trust)}. */
  public static OneNipDetector loadOneNip(Path run, Device device, Trust trust) {
    return oneNip(SavedDetector.open(run, trust), device);
  }

  private static OneNipDetector oneNip(SavedDetector saved, Device device) {
    var detector = Methods.named(saved.method()).read(saved, device);
    if (detector instanceof OneNipDetector oneNip) {
      return oneNip;
    }
    detector.close();
    throw new UserError(
        "%s holds a detector of another method than OneNIP; name another run."
            .formatted(saved.run()));
  }
}
