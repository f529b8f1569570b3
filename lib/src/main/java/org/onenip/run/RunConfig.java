package org.onenip.run;

import ai.djl.engine.Engine;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.onenip.backbone.Neck;
import org.onenip.data.Fingerprint;
import org.onenip.data.ImageSet;
import org.onenip.detect.RunFolder;
import org.onenip.engine.Precision;
import org.onenip.method.Methods;
import org.onenip.support.Json;
import org.onenip.support.LibraryVersion;
import org.onenip.support.Records;
import org.onenip.support.UserError;
import org.onenip.training.NoSettings;

/**
 * {@code config.json}: all that a run was made with.
 *
 * @param method name of one of the {@link Methods}, or {@link #IMPORTED} and a file
 * @param backbone as given to {@link org.onenip.backbone.Backbones#load}
 * @param neck how the backbone's maps were joined; {@code null} for the published way
 * @param precision what products are computed in; {@code null} for float32
 * @param size image side
 * @param data the data set, as {@code --data} takes it
 * @param classes those trained on; empty for all
 * @param fingerprint of the training images
 * @param textures folder of textures, or {@code null} for procedural ones
 * @param preset the settings' starting point; {@code null} where the method has no settings
 * @param settings of network and training; {@code null} where the method has none
 * @param made the program and machine
 */
public record RunConfig(
    String method,
    String backbone,
    String neck,
    String precision,
    int size,
    String data,
    List<String> classes,
    String fingerprint,
    String textures,
    String preset,
    JsonObject settings,
    Made made) {
  private static final Gson WITH_NULLS = new GsonBuilder().serializeNulls().create();

  /** Begins the method of a run whose network was imported; the file's name follows. */
  public static final String IMPORTED = "import ";

  /** Checks what every use relies on, for it comes from a file; what older runs lack is allowed. */
  public RunConfig {
    require(method != null, "method");
    require(backbone != null, "backbone");
    require(data != null, "data");
    if (size < 16 || size > RunPlan.LARGEST_SIZE || size % 16 != 0) {
      throw new IllegalArgumentException("its size is %d".formatted(size));
    }
    Neck.named(neck);
    Precision.named(precision);
    classes = classes == null ? List.of() : List.copyOf(classes);
  }

  private static void require(boolean there, String part) {
    if (!there) {
      throw new IllegalArgumentException("it names no " + part);
    }
  }

  /** What made the run. */
  public record Made(String onenip, String engine, String java, String system, int processors) {
    /** This program on this machine. */
    public static Made here() {
      var engine = Engine.getInstance();
      return new Made(
          LibraryVersion.current(),
          engine.getEngineName() + " " + engine.getVersion(),
          System.getProperty("java.version"),
          System.getProperty("os.name") + " " + System.getProperty("os.arch"),
          Runtime.getRuntime().availableProcessors());
    }
  }

  /**
   * That of a plan.
   *
   * @param set what the plan is trained on
   * @param settings of the plan's method
   */
  static RunConfig of(RunPlan plan, ImageSet set, Record settings) {
    return of(plan, Fingerprint.of(set.train()), settings);
  }

  /**
   * That of an imported network.
   *
   * @param file it was imported from
   * @param plan names images, backbone and size
   * @param set the plan's images; null where none were named
   * @param settings as the network was published to be trained
   */
  public static RunConfig imported(Path file, RunPlan plan, ImageSet set, Record settings) {
    var config = of(plan, set == null ? "" : Fingerprint.of(set.train()), settings);
    return Records.with(config, "method", IMPORTED + file.getFileName());
  }

  private static RunConfig of(RunPlan plan, String fingerprint, Record settings) {
    boolean none = settings instanceof NoSettings;
    var values = Records.values(plan); // method, backbone, size, data and classes as they are
    values.put("neck", plan.neck().toString());
    values.put("precision", plan.precision().toString());
    values.put("fingerprint", fingerprint);
    values.put("textures", plan.textures() == null ? null : plan.textures().toString());
    values.put("preset", none ? null : plan.preset().toString());
    values.put("settings", none ? null : json(settings));
    values.put("made", Made.here());
    return Records.of(RunConfig.class, values);
  }

  /** A method's settings as they are written. */
  public static JsonObject json(Record settings) {
    return WITH_NULLS.toJsonTree(settings).getAsJsonObject();
  }

  Optional<Path> textureFolder() {
    return Optional.ofNullable(textures).map(Path::of);
  }

  /**
   * Reads a run's.
   *
   * @throws UserError if it is missing or damaged
   */
  public static RunConfig read(Path run) {
    try {
      return Json.record(RunFolder.readConfig(run), RunConfig.class);
    } catch (JsonParseException | IllegalArgumentException e) {
      throw new UserError(
          "%s is damaged (%s); train again into an empty folder."
              .formatted(run.resolve("config.json"), e.getMessage()),
          e);
    }
  }
}
