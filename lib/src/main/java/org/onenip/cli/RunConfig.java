package org.onenip.cli;

import ai.djl.engine.Engine;
import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.onenip.UserError;
import org.onenip.backbone.Neck;
import org.onenip.training.Methods;
import org.onenip.training.RunFolder;
import org.onenip.training.TrainingSettings;

/**
 * {@code config.json}: all that a run was made with.
 *
 * @param method name of one of the {@link Methods}, or {@code import FILE}
 * @param backbone as given to {@link org.onenip.backbone.Backbones#load}
 * @param neck how the backbone's maps were joined; {@code null} for the published way
 * @param size image side
 * @param data the data set, as {@code --data} takes it
 * @param classes those trained on; empty for all
 * @param fingerprint of the training images
 * @param textures folder of textures, or {@code null} for procedural ones
 * @param preset the settings' starting point; {@code null} where the method has no settings
 * @param settings of network and training; {@code null} where the method has none
 * @param made the program and machine
 */
record RunConfig(
    String method,
    String backbone,
    String neck,
    int size,
    String data,
    List<String> classes,
    String fingerprint,
    String textures,
    String preset,
    TrainingSettings settings,
    Made made) {
  /** What made the run. */
  record Made(String onenip, String engine, String java, String system, int processors) {
    static Made here() {
      var engine = Engine.getInstance();
      return new Made(
          "0.1.0",
          engine.getEngineName() + " " + engine.getVersion(),
          System.getProperty("java.version"),
          System.getProperty("os.name") + " " + System.getProperty("os.arch"),
          Runtime.getRuntime().availableProcessors());
    }
  }

  Optional<Path> textureFolder() {
    return Optional.ofNullable(textures).map(Path::of);
  }

  /**
   * Reads a run's.
   *
   * @throws UserError if it is missing or damaged
   */
  static RunConfig read(Path run) {
    try {
      var config = new Gson().fromJson(RunFolder.readConfig(run), RunConfig.class);
      if (config.method() == null || config.data() == null || config.backbone() == null) {
        throw new JsonParseException("it names no method, data or backbone");
      }
      Neck.named(config.neck());
      return config;
    } catch (JsonParseException | IllegalArgumentException e) {
      throw new UserError(
          "%s is damaged (%s); train again into an empty folder."
              .formatted(run.resolve("config.json"), e.getMessage()),
          e);
    }
  }
}
