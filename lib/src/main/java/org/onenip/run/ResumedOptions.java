package org.onenip.run;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.onenip.backbone.Neck;
import org.onenip.data.DataSets;
import org.onenip.data.Fingerprint;
import org.onenip.data.ImageSet;
import org.onenip.engine.Precision;
import org.onenip.method.Methods;
import org.onenip.support.Json;
import org.onenip.support.Overrides;
import org.onenip.support.UserError;
import org.onenip.training.MethodSpec;
import org.onenip.training.TrainingSettings;

/**
 * What a command says beside {@code --resume}. A run goes on as it was begun, so that it equals one
 * that was never interrupted: what says the same is welcome, and anything else is refused.
 *
 * @param run its folder
 * @param begun with what
 */
record ResumedOptions(Path run, RunConfig begun) {
  private static final Map<String, String> OPTIONS =
      Map.of(
          "learningRate", "--lr",
          "steps", "--steps",
          "batch", "--batch",
          "seed", "--seed",
          "checkpointEvery", "--checkpoint-every");

  /**
   * The images to go on with.
   *
   * @param asked where they lie, if not where they did
   */
  ImageSet images(ConfigFile asked) {
    return DataSets.open(
        asked.data() == null ? begun.data() : asked.data(),
        asked.classes() == null ? begun.classes() : asked.classes());
  }

  /**
   * Compares.
   *
   * @param asked null where nothing was said
   * @param set the images that were asked for, or else those of the run
   * @throws UserError if the run was begun with something else
   */
  void refuseOthers(ConfigFile asked, Integer epochs, ImageSet set) {
    same("--method", begun.method(), asked.method());
    if (begun.preset() != null && asked.preset() != null) { // some methods have none
      same("--preset", begun.preset(), asked.preset().toString());
    }
    same("--backbone", begun.backbone(), asked.backbone());
    same("--neck", Neck.named(begun.neck()), asked.neck());
    same("--precision", Precision.named(begun.precision()), asked.precision());
    same("--size", begun.size(), asked.size());
    same("--textures", absolute(begun.textures()), absolute(asked.textures()));
    boolean sameData = asked.data() == null || asked.data().equals(begun.data());
    if (sameData) {
      same("--classes", begun.classes(), asked.classes());
    }
    if (!Fingerprint.of(set.train()).equals(begun.fingerprint())) {
      throw new UserError(
          "The training images in %s are not those that %s was begun with%s; train a new run on them."
              .formatted(
                  sameData ? begun.data() : asked.data(),
                  run,
                  sameData ? "" : " (of %s)".formatted(begun.data())));
    }
    if (begun.settings() != null) {
      refuseOthers(Methods.named(begun.method()), asked.settings(), epochs, set.train().size());
    } else if (asked.settings() != null || epochs != null) {
      throw new UserError(
          "The run in %s is of a method without settings: leave out --set, --steps, --epochs, --batch, --lr, --seed and --checkpoint-every."
              .formatted(run));
    }
  }

  private <S extends Record> void refuseOthers(
      MethodSpec<S> method, JsonObject asked, Integer epochs, int images) {
    var own = settings(method);
    if (asked != null) {
      var other = RunConfig.json(Overrides.apply(own, asked, "The settings"));
      refuseOthers("", RunConfig.json(own), other);
    }
    if (epochs != null && own instanceof TrainingSettings training) {
      int steps = RunPlan.steps(epochs, images, training.batch());
      same("--epochs", training.steps() + " steps", steps + " steps");
    }
  }

  /** Setting by setting; those within a part are called {@code part.setting}. */
  private void refuseOthers(String path, JsonObject begun, JsonObject asked) {
    for (var setting : begun.entrySet()) {
      var name = path + setting.getKey();
      var other = asked.get(setting.getKey());
      if (setting.getValue() instanceof JsonObject part && other instanceof JsonObject same) {
        refuseOthers(name + ".", part, same);
      } else {
        same(OPTIONS.getOrDefault(name, "--set " + name), setting.getValue(), other);
      }
    }
  }

  /**
   * The settings that the run was begun with.
   *
   * @throws UserError if they cannot be used
   */
  <S extends Record> S settings(MethodSpec<S> method) {
    try {
      return Json.record(begun.settings(), method.settingsType());
    } catch (JsonParseException | IllegalArgumentException e) {
      throw new UserError(
          "The settings in %s cannot be used (%s); train again into an empty folder."
              .formatted(run.resolve("config.json"), e.getMessage()),
          e);
    }
  }

  private void same(String option, Object begun, Object asked) {
    if (asked != null && !Objects.equals(begun, asked)) {
      throw new UserError(
          "%s: the run in %s was begun with %s, not with %s, and goes on as it was begun; leave the option out, or train a new run into another folder."
              .formatted(option, run, begun == null ? "none" : begun, asked));
    }
  }

  private static Path absolute(String textures) {
    return textures == null ? null : Path.of(textures).toAbsolutePath().normalize();
  }
}
