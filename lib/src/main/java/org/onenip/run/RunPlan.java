package org.onenip.run;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.onenip.backbone.Backbones;
import org.onenip.backbone.Neck;
import org.onenip.engine.Precision;
import org.onenip.method.Methods;
import org.onenip.method.onenip.OneNipMethod;
import org.onenip.support.Overrides;
import org.onenip.support.Records;
import org.onenip.support.UserError;
import org.onenip.training.MethodSpec;
import org.onenip.training.NoSettings;
import org.onenip.training.Preset;
import org.onenip.training.TrainingSettings;
import org.onenip.training.TrainingSize;

/**
 * What a user chose to train: a method, images, a backbone, and settings as changes to a preset.
 *
 * @param method name in {@link Methods}
 * @param data as {@code --data} takes it
 * @param classes those to train on; empty for all
 * @param textures folder of textures, or null for procedural ones
 * @param backbone as for {@link org.onenip.backbone.Backbones#load}
 * @param neck how the backbone's maps are joined
 * @param precision what products are computed in
 * @param size image side
 * @param preset the settings' starting point
 * @param settings changes to the preset's, nested as the method's settings are
 * @param epochs passes over the data; null where steps count
 */
public record RunPlan(
    String method,
    String data,
    List<String> classes,
    Path textures,
    String backbone,
    Neck neck,
    Precision precision,
    int size,
    Preset preset,
    JsonObject settings,
    Integer epochs) {
  /** Any number of channels, to check settings by before the backbone is there. */
  private static final int ANY_WIDTH = 272;

  /** The largest image side, of the largest grid that a network has. */
  public static final int LARGEST_SIZE = 2048;

  /** The image side unless another is asked for. */
  public static final int SIZE = 224;

  /** OneNIP with the default preset on all classes of a data set. */
  public static RunPlan of(String data) {
    return of(data, OneNipMethod.NAME);
  }

  /** The same of any method. */
  public static RunPlan of(String data, String method) {
    var preset = Preset.SMALL;
    return Records.of(
        RunPlan.class,
        Map.of(
            "method",
            method,
            "data",
            data,
            "classes",
            List.of(),
            "backbone",
            Backbones.DEFAULT,
            "neck",
            preset.neck(),
            "precision",
            Precision.FLOAT32,
            "size",
            SIZE,
            "preset",
            preset,
            "settings",
            new JsonObject()));
  }

  /** The same of another method, without what that does not take. */
  public RunPlan withMethod(String other) {
    var plan = Records.with(this, "method", other);
    if (!Methods.named(other).usesTextures()) {
      plan = Records.with(plan, "textures", null);
    }
    return plan.hasSettings()
        ? Records.with(plan, "settings", plan.without(settings))
        : Records.with(Records.with(plan, "settings", new JsonObject()), "epochs", null);
  }

  /**
   * Settings without what other methods have and this plan's does not: the file of a run is of use
   * for another method too.
   */
  public JsonObject without(JsonObject settings) {
    if (!hasSettings()) {
      return settings; // to be refused
    }
    var own = names(Methods.named(method));
    var others =
        Methods.names().stream()
            .flatMap(name -> names(Methods.named(name)).stream())
            .collect(Collectors.toSet());
    others.removeAll(own);
    var kept = settings.deepCopy();
    others.forEach(kept::remove);
    return kept;
  }

  private static Set<String> names(MethodSpec<?> method) {
    return Arrays.stream(method.settingsType().getRecordComponents())
        .map(RecordComponent::getName)
        .collect(Collectors.toSet());
  }

  /** Whether the method has any settings, a seed among them. */
  boolean hasSettings() {
    return !(Methods.named(method).settings(preset, any()) instanceof NoSettings);
  }

  /** Of data and a backbone that are not yet there. */
  private TrainingSize any() {
    return new TrainingSize(ANY_WIDTH, size / 16, 1);
  }

  /** The same on images of another side. */
  public RunPlan withSize(int other) {
    return Records.with(this, "size", other);
  }

  /** The same with the backbone's maps joined in another way. */
  public RunPlan withNeck(Neck other) {
    return Records.with(this, "neck", other);
  }

  /** The same with products computed in another precision. */
  public RunPlan withPrecision(Precision other) {
    return Records.with(this, "precision", other);
  }

  /** The same from another preset, and with its neck. */
  public RunPlan withPreset(Preset other) {
    return Records.with(Records.with(this, "preset", other), "neck", other.neck());
  }

  /** The same with another backbone, as for {@link Backbones#load}. */
  public RunPlan withBackbone(String other) {
    return Records.with(this, "backbone", other);
  }

  /** The same with textures of a folder; null for procedural ones. */
  public RunPlan withTextures(Path folder) {
    return Records.with(this, "textures", folder);
  }

  /** The same with passes over the data counted, and not steps; null for the preset's. */
  public RunPlan withEpochs(Integer passes) {
    return Records.with(this, "epochs", passes);
  }

  /** The same on some classes. */
  public RunPlan withClasses(List<String> others) {
    return Records.with(this, "classes", others);
  }

  /**
   * The same with more settings changed.
   *
   * @param source what to name in an error
   * @throws UserError if there is no such setting, or it cannot be had with the others
   */
  public RunPlan with(JsonObject more, String source) {
    if (more.isEmpty()) {
      return this;
    }
    var merged = settings.deepCopy();
    Overrides.merge(merged, more);
    check(merged, source);
    return Records.with(this, "settings", merged);
  }

  /** The same with another seed. */
  public RunPlan withSeed(long seed) {
    var change = new JsonObject();
    change.add("seed", new JsonPrimitive(seed));
    return with(change, "the seed");
  }

  /**
   * Checks what can be checked before any image is read.
   *
   * @throws UserError if the method, the size or a setting cannot be had
   */
  public void check() {
    var recipe = Methods.named(method);
    if (size < recipe.smallestSize() || size > LARGEST_SIZE || size % 16 != 0) {
      throw new UserError(
          "--size %d is no multiple of 16 from %d to %d."
              .formatted(size, recipe.smallestSize(), LARGEST_SIZE));
    }
    if (textures != null && !recipe.usesTextures()) {
      throw new UserError("--method %s takes no --textures: leave them out.".formatted(method));
    }
    if (epochs != null && epochs < 1) {
      throw new UserError("--epochs cannot be %d; see onenip train --help.".formatted(epochs));
    }
    if (epochs != null && !hasSettings()) {
      throw new UserError("--method %s counts no steps: leave out --epochs.".formatted(method));
    }
    if (epochs != null && settings.has("steps")) {
      throw new UserError("--epochs and a number of steps: leave one of them out.");
    }
  }

  private void check(JsonObject changes, String source) {
    if (!hasSettings()) {
      throw new UserError(
          "--method %s has no settings: leave out --set, --steps, --epochs, --batch, --lr, --seed and --checkpoint-every."
              .formatted(method));
    }
    check(Methods.named(method), changes, source);
  }

  private <S extends Record> void check(MethodSpec<S> spec, JsonObject changes, String source) {
    var changed = Overrides.apply(spec.settings(preset, any()), changes, source);
    try {
      spec.check(changed);
    } catch (UserError e) {
      throw new UserError(source + ": " + e.getMessage(), e);
    }
  }

  /** Whether it uses anything that a user registered. */
  boolean plugged() {
    return Methods.isRegistered(method)
        || Backbones.isRegistered(backbone)
        || plugged(Methods.named(method));
  }

  private <S extends Record> boolean plugged(MethodSpec<S> spec) {
    return spec.isPlugged(settings(spec, any()));
  }

  /**
   * All settings of the training.
   *
   * @param spec of this plan's method
   * @throws UserError if they cannot be had
   */
  <S extends Record> S settings(MethodSpec<S> spec, TrainingSize data) {
    var own = spec.settings(preset, data);
    if (own instanceof NoSettings) {
      return own;
    }
    var changed = Overrides.apply(own, settings, "The settings");
    if (!(changed instanceof TrainingSettings training)) {
      return changed;
    }
    return epochs(settings.has("steps"))
        .map(n -> steps(n, data.images(), training.batch()))
        .map(steps -> Records.with(changed, "steps", steps))
        .orElse(changed);
  }

  /**
   * All that goes into a training but its images, the same for plans that come to the same.
   *
   * @param images how many
   */
  JsonObject essence(int images) {
    var json = new JsonObject();
    json.addProperty("method", method);
    json.addProperty("backbone", backbone);
    json.addProperty("neck", neck.toString());
    if (precision != Precision.FLOAT32) { // the key of what was trained before there was any other
      json.addProperty("precision", precision.toString());
    }
    json.addProperty("size", size);
    json.addProperty("textures", textures == null ? null : textures.toString());
    json.add("settings", essence(Methods.named(method), images));
    return json;
  }

  private <S extends Record> JsonElement essence(MethodSpec<S> spec, int images) {
    return new Gson().toJsonTree(settings(spec, new TrainingSize(ANY_WIDTH, size / 16, images)));
  }

  /**
   * Steps of so many passes over the data.
   *
   * @throws UserError if they are too many to be counted
   */
  static int steps(int epochs, int images, int batch) {
    try {
      return Math.multiplyExact(epochs, (images + batch - 1) / batch);
    } catch (ArithmeticException e) {
      throw new UserError("--epochs %d are more than can be counted.".formatted(epochs), e);
    }
  }

  /** The user's, or the paper's, which another batch size does not change. */
  private Optional<Integer> epochs(boolean steps) {
    return epochs == null && !steps ? preset.epochs() : Optional.ofNullable(epochs);
  }
}
