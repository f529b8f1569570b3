package org.onenip.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.onenip.UserError;
import org.onenip.backbone.Backbone;
import org.onenip.backbone.Backbones;
import org.onenip.data.Fingerprint;
import org.onenip.data.ImageSet;
import org.onenip.inference.Detector;
import org.onenip.training.AnomalyMethod;
import org.onenip.training.RunFolder;
import org.onenip.training.TrainingSettings;
import org.onenip.training.TrainingStopped;

/** One training from the command line: prepare, train, save, or say how to go on. */
final class TrainingRun {
  private final Path run;
  private final String device;

  TrainingRun(Path run, String device) {
    this.run = run;
    this.device = device;
  }

  /** Begins a new run on a data set that was opened as the choice says. */
  void begin(RunConfig.Choice choice, ImageSet set, Preset preset, RunConfig.Changes changes) {
    try (var folder = RunFolder.open(run);
        var console = new Console()) {
      var backbones = backbones(choice.backbone());
      var settings = settings(set, backbones.get(0), choice, preset, changes);
      var config =
          new RunConfig(
              choice.method().toString(),
              choice.backbone(),
              choice.size(),
              choice.data(),
              choice.classes(),
              Fingerprint.of(set.train()),
              Optional.ofNullable(choice.textures()).map(Path::toString).orElse(null),
              settings == null ? null : preset.toString(),
              settings,
              RunConfig.Made.here());
      var method = choice.method().of(config, backbones);
      folder.writeConfig(config);
      train(method, set, folder, console);
    }
  }

  private List<Backbone> backbones(String spec) {
    return Devices.each(device).stream().map(each -> Backbones.load(spec, each)).toList();
  }

  private static TrainingSettings settings(
      ImageSet set,
      Backbone backbone,
      RunConfig.Choice choice,
      Preset preset,
      RunConfig.Changes changes) {
    int images = set.train().size();
    var whole = preset.settings(backbone.width(), choice.size() / 16, images);
    return choice.method().settings(changes.apply(whole, images));
  }

  /** Goes on with an interrupted run, with the settings that it was begun with. */
  void resume() {
    var config = RunConfig.read(run);
    var method = Method.named(config.method(), run);
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
      train(method.of(config, backbones(config.backbone())), set, folder, console);
    }
  }

  private void train(AnomalyMethod method, ImageSet set, RunFolder folder, Console console) {
    try (Detector detector = method.train(set, folder, console)) {
      detector.save(run);
    } catch (TrainingStopped e) {
      System.out.printf(
          "%nStopped after step %d; go on with: onenip train --resume --run %s%n", e.step(), run);
      throw e;
    }
    System.out.printf(
        "Trained; look at it with: onenip evaluate --run %s --data %s --out %s%n",
        run, RunConfig.read(run).data(), run);
  }
}
