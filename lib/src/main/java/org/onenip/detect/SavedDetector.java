package org.onenip.detect;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.onenip.backbone.Backbone;
import org.onenip.backbone.Backbones;
import org.onenip.backbone.Trust;
import org.onenip.support.Excerpt;
import org.onenip.support.Shell;
import org.onenip.support.UserError;
import org.onenip.weights.Safetensors;
import org.onenip.weights.TensorData;

/**
 * A detector of any method on disk: {@code model.safetensors}, and beside it a backbone that is not
 * embedded. The metadata name the method, the backbone and its neck.
 *
 * @param contents of the file
 * @param run its folder
 * @param trust whether a TorchScript backbone beside it may run
 */
public record SavedDetector(Safetensors contents, Path run, Trust trust) {
  /** The file's name. */
  public static final String FILE = "model.safetensors";

  /** Before the names of a network's parameters. */
  public static final String NETWORK = "network.";

  /** Name of the scale's deviations, one a channel. */
  public static final String DEVIATION = "scale.deviation";

  private static final String MEAN = "scale.mean";
  private static final String METHOD = "method";

  /** Of a run that is not trusted. */
  public SavedDetector(Safetensors contents, Path run) {
    this(contents, run, Trust.NUMBERS);
  }

  /**
   * Opens a trained run's, of which nothing is run.
   *
   * @throws UserError if there is none, its training was interrupted, or it is damaged
   */
  public static SavedDetector open(Path run) {
    return open(run, Trust.NUMBERS);
  }

  /** The same of a run that is trusted so far. */
  public static SavedDetector open(Path run, Trust trust) {
    if (!Files.exists(run.resolve(FILE))) {
      throw new UserError(
          Files.exists(run.resolve("config.json"))
              ? "The training of %s has not finished; go on with `train --resume --run %s`."
                  .formatted(run, Shell.word(run))
              : "There is no trained run in %s; make one with `train --run %s`."
                  .formatted(run, Shell.word(run)));
    }
    return new SavedDetector(Safetensors.read(run.resolve(FILE)), run, trust);
  }

  /**
   * Writes a detector, atomically.
   *
   * @param extractor its backbone and scale are written too
   * @param learned what the method has learned, by name
   * @param metadata what puts it together again
   */
  public static void write(
      Path run,
      String method,
      FeatureExtractor extractor,
      Map<String, NDArray> learned,
      Map<String, String> metadata) {
    extractor.backbone().save(run);
    try (var scratch = NDManager.newBaseManager(Device.cpu())) {
      var arrays = new LinkedHashMap<>(learned);
      arrays.put(MEAN, scratch.create(extractor.scale().mean()));
      arrays.put(DEVIATION, scratch.create(extractor.scale().deviation()));
      var all = new LinkedHashMap<String, String>();
      all.put(METHOD, method);
      all.putAll(metadata);
      Safetensors.write(run.resolve(FILE), arrays, all);
    }
  }

  /** The name of its method. */
  public String method() {
    return String.valueOf(metadata(METHOD));
  }

  /** A text of the metadata, null where there is none of this name. */
  public String metadata(String name) {
    return contents.metadata().get(name);
  }

  /** All arrays. */
  public Map<String, TensorData> tensors() {
    return contents.tensors();
  }

  /** The file, for messages. */
  public Path file() {
    return run.resolve(FILE);
  }

  /** The backbone that was saved; the caller closes it. */
  public Backbone backbone(String name, String neck, Device device) {
    return Backbones.loadSaved(name, run, device, neck, trust);
  }

  /**
   * Holds a backbone to what the detector was trained on.
   *
   * @throws IllegalArgumentException if it gives other features
   */
  public void checkWidth(Backbone backbone, int channels) {
    if (backbone.width() != channels) {
      throw new IllegalArgumentException(
          "the backbone gives %d channels, not %d".formatted(backbone.width(), channels));
    }
  }

  /**
   * The scale of the features.
   *
   * @throws IllegalArgumentException if it is not of so many channels
   */
  public FeatureScale scale(int channels) {
    return scale(MEAN, DEVIATION, channels);
  }

  /**
   * A scale of another level.
   *
   * @param mean the name of its means
   * @param deviation the name of its deviations
   * @throws IllegalArgumentException if it is not of so many channels, or divides by nothing
   */
  public FeatureScale scale(String mean, String deviation, int channels) {
    var deviations = floats(deviation, channels);
    for (float value : deviations) {
      if (!(value > 0)) {
        throw new IllegalArgumentException("a deviation of " + value);
      }
    }
    return new FeatureScale(floats(mean, channels), deviations);
  }

  /**
   * Exactly {@code count} numbers.
   *
   * @throws IllegalArgumentException if there are others
   * @throws UserError if some are none
   */
  public float[] floats(String name, int count) {
    var tensor = tensors().get(name);
    if (tensor == null) {
      throw new IllegalArgumentException("it has no " + name);
    }
    var bytes = tensor.bytes().duplicate().order(ByteOrder.LITTLE_ENDIAN);
    if (tensor.type() != DataType.FLOAT32 || bytes.remaining() != 4L * count) {
      throw new IllegalArgumentException("%s has not %d numbers".formatted(name, count));
    }
    tensor.checkFinite(name, file().toString());
    var values = new float[count];
    bytes.asFloatBuffer().get(values);
    return values;
  }

  /**
   * A tensor on the manager's device.
   *
   * @throws IllegalArgumentException if there is none
   * @throws UserError if it holds numbers that are none
   */
  public NDArray array(String name, NDManager manager) {
    var tensor = tensors().get(name);
    if (tensor == null) {
      throw new IllegalArgumentException("it has no " + name);
    }
    tensor.checkFinite(name, file().toString());
    return tensor.toArray(manager);
  }

  /** What Java says of a value that is missing means nothing to a user. */
  private static String reason(RuntimeException cause) {
    boolean java =
        cause instanceof NullPointerException
            || cause instanceof IndexOutOfBoundsException
            || cause instanceof ClassCastException
            || cause instanceof ArithmeticException;
    return java ? "a part of it is missing or of another kind" : Excerpt.reason(cause);
  }

  /** That it cannot be put together; the cause itself where it says so in a sentence. */
  public UserError damaged(RuntimeException cause) {
    return cause instanceof UserError known
        ? known
        : new UserError(
            "%s is no intact detector (%s); train or import it again."
                .formatted(file(), reason(cause)),
            cause);
  }
}
