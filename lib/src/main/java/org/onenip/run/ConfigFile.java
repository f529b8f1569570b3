package org.onenip.run;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.onenip.backbone.Neck;
import org.onenip.engine.Precision;
import org.onenip.support.Json;
import org.onenip.support.Overrides;
import org.onenip.support.Reasons;
import org.onenip.support.Records;
import org.onenip.support.Spelling;
import org.onenip.support.TextFile;
import org.onenip.support.UserError;
import org.onenip.training.Preset;

/**
 * What {@code --config} reads: any of the parts of a run's {@code config.json}; null where a part
 * is not given. What only describes a run that was made (its fingerprint, its machine) is passed
 * over, so that the file of a run can be given as it is.
 */
public record ConfigFile(
    String method,
    String data,
    List<String> classes,
    String textures,
    String backbone,
    Neck neck,
    Precision precision,
    Integer size,
    Preset preset,
    JsonObject settings) {
  public static final ConfigFile EMPTY = Records.of(ConfigFile.class, Map.of());

  /**
   * The parts of a plan.
   *
   * @param settings those that were chosen; null for none
   */
  public static ConfigFile of(RunPlan plan, JsonObject settings) {
    return new ConfigFile(
        plan.method(),
        plan.data(),
        plan.classes(),
        plan.textures() == null ? null : plan.textures().toString(),
        plan.backbone(),
        plan.neck(),
        plan.precision(),
        plan.size(),
        plan.preset(),
        settings);
  }

  /** What this says, or where it says nothing what another does; settings are put together. */
  public ConfigFile over(ConfigFile other) {
    JsonObject both = other.settings == null ? null : other.settings.deepCopy();
    if (both != null && settings != null) {
      Overrides.merge(both, settings);
    }
    return new ConfigFile(
        method == null ? other.method : method,
        data == null ? other.data : data,
        classes == null ? other.classes : classes,
        textures == null ? other.textures : textures,
        backbone == null ? other.backbone : backbone,
        neck == null ? other.neck : neck,
        precision == null ? other.precision : precision,
        size == null ? other.size : size,
        preset == null ? other.preset : preset,
        both == null ? settings : both);
  }

  /** Longer than any configuration. */
  private static final long MOST_BYTES = 1 << 20;

  /**
   * Reads a file.
   *
   * @throws UserError if it is missing, no JSON object, or has an unknown part or value
   */
  public static ConfigFile read(Path file) {
    var json = object(file);
    var known =
        Arrays.stream(RunConfig.class.getRecordComponents()).map(part -> part.getName()).toList();
    for (var name : json.keySet()) {
      if (!known.contains(name)) {
        throw new UserError(file + ": " + Spelling.unknown("part", name, known));
      }
    }
    try {
      var preset = json.remove("preset");
      if (json.has("settings") && json.get("settings").isJsonNull()) {
        json.remove("settings"); // of a method that has none
      }
      var gson = new Gson();
      var neck = gson.fromJson(json.get("neck"), String.class);
      var precision = gson.fromJson(json.get("precision"), String.class);
      return new ConfigFile(
          gson.fromJson(json.get("method"), String.class),
          gson.fromJson(json.get("data"), String.class),
          json.has("classes") ? List.of(gson.fromJson(json.get("classes"), String[].class)) : null,
          gson.fromJson(json.get("textures"), String.class),
          gson.fromJson(json.get("backbone"), String.class),
          neck == null ? null : named(Neck::named, neck, file),
          precision == null ? null : named(Precision::named, precision, file),
          gson.fromJson(json.get("size"), Integer.class),
          preset == null || preset.isJsonNull() ? null : preset(preset.getAsString(), file),
          gson.fromJson(json.get("settings"), JsonObject.class));
    } catch (JsonParseException
        | UnsupportedOperationException
        | IllegalStateException
        | NullPointerException e) {
      throw new UserError(
          "%s has a part of the wrong kind (%s); compare it with the config.json of a run."
              .formatted(file, Json.reason(e)),
          e);
    }
  }

  private static <T> T named(Function<String, T> find, String name, Path file) {
    try {
      return find.apply(name);
    } catch (UserError e) {
      throw new UserError("%s: %s".formatted(file, e.getMessage()), e);
    }
  }

  private static Preset preset(String name, Path file) {
    for (var preset : Preset.values()) {
      if (preset.toString().equals(name.toLowerCase(Locale.ROOT))) {
        return preset;
      }
    }
    var known = Arrays.stream(Preset.values()).map(Preset::toString).toList();
    throw new UserError(file + ": " + Spelling.unknown("preset", name, known));
  }

  /**
   * Reads a JSON object that a user wrote.
   *
   * @throws UserError if the file is missing, too long, or no JSON object
   */
  public static JsonObject object(Path file) {
    try {
      if (Files.size(file) > MOST_BYTES) {
        throw new UserError("%s is too long to be a configuration.".formatted(file));
      }
      return Json.object(TextFile.read(file));
    } catch (IOException e) {
      throw new UserError("%s cannot be read: %s.".formatted(file, Reasons.of(e)), e);
    } catch (JsonParseException e) {
      throw new UserError("%s is no JSON object (%s).".formatted(file, e.getMessage()), e);
    }
  }
}
