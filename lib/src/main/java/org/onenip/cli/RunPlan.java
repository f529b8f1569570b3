package org.onenip.cli;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.onenip.Overrides;
import org.onenip.Records;
import org.onenip.Spelling;
import org.onenip.UserError;
import org.onenip.backbone.Backbones;
import org.onenip.backbone.Neck;
import org.onenip.model.Decoders;
import org.onenip.synthesis.Syntheses;
import org.onenip.training.Methods;
import org.onenip.training.TrainingSettings;

/**
 * What a user chose to train: a method, images, a backbone, and settings as changes to a preset.
 *
 * @param method name in {@link Methods}
 * @param data as {@code --data} takes it
 * @param classes those to train on; empty for all
 * @param textures folder of textures, or null for procedural ones
 * @param backbone as for {@link org.onenip.backbone.Backbones#load}
 * @param neck how the backbone's maps are joined
 * @param size image side
 * @param preset the settings' starting point
 * @param settings changes to the preset's, nested as {@link TrainingSettings} is
 * @param epochs passes over the data; null where steps count
 */
record RunPlan(
    String method,
    String data,
    List<String> classes,
    Path textures,
    String backbone,
    Neck neck,
    int size,
    Preset preset,
    JsonObject settings,
    Integer epochs) {
  /** Any number of channels, to check settings by before the backbone is there. */
  private static final int ANY_WIDTH = 272;

  /** The same of another method, without what that does not take. */
  RunPlan withMethod(String other) {
    var plan = Records.with(this, "method", other);
    if (!Methods.named(other).usesTextures()) {
      plan = Records.with(plan, "textures", null);
    }
    return plan.hasSettings()
        ? plan
        : Records.with(Records.with(plan, "settings", new JsonObject()), "epochs", null);
  }

  /** Whether the method has any settings, a seed among them. */
  boolean hasSettings() {
    return Methods.named(method).settings(preset.settings(ANY_WIDTH, size / 16, 1)) != null;
  }

  /** The same on images of another side. */
  RunPlan withSize(int other) {
    return Records.with(this, "size", other);
  }

  /** The same with the backbone's maps joined in another way. */
  RunPlan withNeck(Neck other) {
    return Records.with(this, "neck", other);
  }

  /** The same on some classes. */
  RunPlan withClasses(List<String> others) {
    return Records.with(this, "classes", others);
  }

  /**
   * The same with more settings changed.
   *
   * @param source what to name in an error
   * @throws UserError if there is no such setting, or it cannot be had with the others
   */
  RunPlan with(JsonObject more, String source) {
    if (more.isEmpty()) {
      return this;
    }
    var merged = settings.deepCopy();
    Overrides.merge(merged, more);
    check(merged, source);
    return Records.with(this, "settings", merged);
  }

  /** The same with another seed. */
  RunPlan withSeed(long seed) {
    var change = new JsonObject();
    change.add("seed", new JsonPrimitive(seed));
    return with(change, "the seed");
  }

  /**
   * Checks what can be checked before any image is read.
   *
   * @throws UserError if the method, the size or a setting cannot be had
   */
  void check() {
    var recipe = Methods.named(method);
    if (size < recipe.smallestSize() || size % 16 != 0) {
      throw new UserError(
          "--size %d is no multiple of 16 from %d up.".formatted(size, recipe.smallestSize()));
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
    var own = Methods.named(method).settings(preset.settings(ANY_WIDTH, size / 16, 1));
    if (own != null) {
      var changed = Overrides.apply(own, changes, source);
      check("decoder", changed.model().decoder(), Decoders.names(), source);
      if (!changed.synthesis().equals(TrainingSettings.NO_SYNTHESIS)) {
        check("synthesis", changed.synthesis(), Syntheses.names(), source);
      } else if (changed.needsPseudoAnomalies()) {
        throw new UserError(
            source
                + ": with no synthesis there is nothing to restore and to refine; set objective.streams=reconstruction and model.refinerWidth=0 too, or another synthesis.");
      }
    } else {
      throw new UserError(
          "--method %s has no settings: leave out --set, --steps, --epochs, --batch, --lr, --seed and --checkpoint-every."
              .formatted(method));
    }
  }

  private static void check(String what, String name, Set<String> known, String source) {
    if (!known.contains(name)) {
      throw new UserError(source + ": " + Spelling.unregistered(what, name, known));
    }
  }

  /** Whether it uses anything that a user registered. */
  boolean plugged() {
    var settings = changed(ANY_WIDTH, 1);
    return Methods.isRegistered(method)
        || Backbones.isRegistered(backbone)
        || settings != null
            && (Decoders.isRegistered(settings.model().decoder())
                || Syntheses.isRegistered(settings.synthesis()));
  }

  /**
   * All settings of the training; null where the method has none.
   *
   * @param channels C of the backbone
   * @param images normal training images
   */
  TrainingSettings settings(int channels, int images) {
    var changed = changed(channels, images);
    if (changed == null) {
      return null;
    }
    var model = changed.model();
    if (model.grid() != size / 16) {
      throw new UserError(
          "model.grid is %d, but images of %d have %d: leave it out, it follows from --size."
              .formatted(model.grid(), size, size / 16));
    }
    if (model.channels() != channels) {
      throw new UserError(
          "model.channels is %d, but the backbone gives %d: leave it out, it follows from --backbone."
              .formatted(model.channels(), channels));
    }
    return changed;
  }

  private TrainingSettings changed(int channels, int images) {
    var own = Methods.named(method).settings(preset.settings(channels, size / 16, images));
    if (own == null) {
      return null;
    }
    var changed = Overrides.apply(own, settings, "The settings");
    return epochs(settings.has("steps"))
        .map(n -> changed.withSteps(Math.multiplyExact(n, perEpoch(images, changed.batch()))))
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
    json.addProperty("size", size);
    json.addProperty("textures", textures == null ? null : textures.toString());
    json.add("settings", new Gson().toJsonTree(changed(ANY_WIDTH, images)));
    return json;
  }

  private static int perEpoch(int images, int batch) {
    return (images + batch - 1) / batch;
  }

  /** The user's, or the paper's, which another batch size does not change. */
  private Optional<Integer> epochs(boolean steps) {
    return epochs == null && !steps ? preset.epochs() : Optional.ofNullable(epochs);
  }
}
