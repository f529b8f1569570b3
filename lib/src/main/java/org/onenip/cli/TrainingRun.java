package org.onenip.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.onenip.UserError;
import org.onenip.backbone.Backbone;
import org.onenip.backbone.Backbones;
import org.onenip.backbone.Neck;
import org.onenip.data.Fingerprint;
import org.onenip.data.ImageSet;
import org.onenip.inference.Detector;
import org.onenip.training.AnomalyMethod;
import org.onenip.training.Methods;
import org.onenip.training.RunFolder;
import org.onenip.training.TrainingStopped;

/** One training from the command line: prepare, train, save, or say how to go on. */
final class TrainingRun {
  private final Path run;
  private final String device;

  TrainingRun(Path run, String device) {
    this.run = run;
    this.device = device;
  }

  /** Whether a folder holds a trained detector. */
  static boolean trained(Path run) {
    return Files.exists(run.resolve("model.safetensors"));
  }

  /** Whether a folder holds a training that can go on. */
  static boolean interrupted(Path run) {
    return !trained(run) && Files.exists(run.resolve(RunFolder.STATE));
  }

  /** Begins a new run on the data set of the plan. */
  void begin(RunPlan plan, ImageSet set) {
    try (var folder = RunFolder.open(run);
        var console = new Console()) {
      var backbones = backbones(plan.backbone(), plan.neck());
      var settings = plan.settings(backbones.get(0).width(), set.train().size());
      var config =
          new RunConfig(
              plan.method(),
              plan.backbone(),
              plan.neck().toString(),
              plan.size(),
              plan.data(),
              plan.classes(),
              Fingerprint.of(set.train()),
              Optional.ofNullable(plan.textures()).map(Path::toString).orElse(null),
              settings == null ? null : plan.preset().toString(),
              settings,
              RunConfig.Made.here());
      var method = method(Methods.named(plan.method()), config, backbones);
      folder.writeConfig(config);
      train(method, set, folder, console);
    }
  }

  private List<Backbone> backbones(String spec, Neck neck) {
    return Devices.each(device).stream()
        .map(each -> Backbones.load(spec, each).with(neck))
        .toList();
  }

  /** Goes on with an interrupted run, with the settings that it was begun with. */
  void resume() {
    var config = RunConfig.read(run);
    if (config.method().startsWith(ImportCommand.METHOD)) {
      throw new UserError(
          "The run in %s was not trained here (%s), and cannot be trained on."
              .formatted(run, config.method()));
    }
    var recipe = Methods.named(config.method());
    if (config.settings() == null) {
      throw new UserError(
          "The run in %s has no steps to go on with; train it anew into another folder."
              .formatted(run));
    }
    var set = DataOptions.open(config.data(), config.classes());
    if (!Fingerprint.of(set.train()).equals(config.fingerprint())) {
      throw new UserError(
          "The training images in %s are not those that %s was begun with; train a new run on them."
              .formatted(config.data(), run));
    }
    try (var folder = RunFolder.open(run);
        var console = new Console()) {
      var backbones = backbones(config.backbone(), Neck.named(config.neck()));
      train(method(recipe, config, backbones), set, folder, console);
    }
  }

  private static AnomalyMethod method(
      Methods.Recipe recipe, RunConfig config, List<Backbone> backbones) {
    return recipe.create(backbones, config.settings(), config.textureFolder(), config.size());
  }

  private void train(AnomalyMethod method, ImageSet set, RunFolder folder, Console console) {
    try (Detector detector = method.train(set, folder, console)) {
      detector.save(run);
    } catch (TrainingStopped e) {
      System.out.printf(
          "%nStopped after step %d; go on with: onenip train --resume --run %s%n", e.step(), run);
      throw e;
    }
  }
}
