package org.onenip.run;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.onenip.backbone.Backbones;
import org.onenip.backbone.Neck;
import org.onenip.backbone.Trust;
import org.onenip.data.ImageSet;
import org.onenip.detect.Detector;
import org.onenip.detect.RunFolder;
import org.onenip.detect.SavedDetector;
import org.onenip.detect.StepListener;
import org.onenip.detect.TrainingStopped;
import org.onenip.engine.Devices;
import org.onenip.engine.Precision;
import org.onenip.method.Methods;
import org.onenip.support.Shell;
import org.onenip.support.UserError;
import org.onenip.training.MethodSpec;
import org.onenip.training.TrainingContext;

/** One training: prepare, train, save, or say how to go on. */
public final class TrainingRun {
  private final Path run;
  private final String device;
  private final StepListener listener;
  private final Trust trust;

  /**
   * A training that will lie in a folder.
   *
   * @param device as {@code --device} takes it; null for the engine's own choice
   * @param listener hears of the progress, and may stop it
   */
  public TrainingRun(Path run, String device, StepListener listener) {
    this(run, device, listener, Trust.NUMBERS);
  }

  /**
   * The same.
   *
   * @param trust whether a TorchScript module that an interrupted run names may run
   */
  public TrainingRun(Path run, String device, StepListener listener, Trust trust) {
    this.run = run;
    this.device = device;
    this.listener = listener;
    this.trust = trust;
  }

  /** Whether a folder holds a trained detector. */
  public static boolean trained(Path run) {
    return Files.exists(run.resolve(SavedDetector.FILE));
  }

  /** Whether a folder holds a training that can go on. */
  public static boolean interrupted(Path run) {
    return !trained(run) && Files.exists(run.resolve(RunFolder.STATE));
  }

  /**
   * Begins a new run on the data set of the plan; training images that cannot be read are left out,
   * and named to the listener.
   */
  public void begin(RunPlan plan, ImageSet set) {
    plan.essence(set.train().size()); // what cannot be is refused before anything is read
    Devices.each(device);
    Backbones.atHand(plan.backbone());
    begin(Methods.named(plan.method()), plan, ReadableImages.of(set, listener));
  }

  private <S extends Record> void begin(MethodSpec<S> method, RunPlan plan, ImageSet set) {
    try (var folder = RunFolder.open(run);
        var context =
            context(
                method,
                plan.backbone(),
                plan.neck(),
                new Images(set, plan.size(), Optional.ofNullable(plan.textures())),
                folder)) {
      var settings = plan.settings(method, context.trainingSize());
      method.check(settings, context);
      folder.writeConfig(RunConfig.of(plan, set, settings));
      train(plan.precision(), method, context, settings);
    }
  }

  /** What is trained on. */
  private record Images(ImageSet set, int size, Optional<Path> textures) {}

  private TrainingContext context(
      MethodSpec<?> method, String backbone, Neck neck, Images images, RunFolder folder) {
    var devices = Devices.each(device);
    if (devices.size() > 1 && !method.sharesBatches()) {
      throw new UserError("This method trains on one device: name one with --device.");
    }
    var backbones =
        devices.stream().map(each -> Backbones.load(backbone, each).with(neck)).toList();
    return new TrainingContext(
        images.set(), backbones, images.size(), images.textures(), folder, listener);
  }

  /** Goes on with an interrupted run, with the settings that it was begun with. */
  public void resume() {
    resume(ConfigFile.EMPTY, null);
  }

  /**
   * The same where something was asked for.
   *
   * @param asked which has to be what the run was begun with; the same images may lie elsewhere
   * @param epochs passes over the data that were asked for, or null
   * @throws UserError if the run was begun with something else
   */
  public void resume(ConfigFile asked, Integer epochs) {
    var config = RunConfig.read(run);
    if (config.method().startsWith(RunConfig.IMPORTED)) {
      throw new UserError(
          "The run in %s was not trained here (%s), and cannot be trained on."
              .formatted(run, config.method()));
    }
    if (Backbones.isTorchScript(config.backbone())
        && !config.backbone().equals(asked.backbone())) { // else the user named it
      Backbones.refuseUntrusted("%s, which %s names,".formatted(config.backbone(), run), trust);
    }
    var method = Methods.named(config.method());
    if (config.settings() == null) {
      throw new UserError(
          "The run in %s has no steps to go on with; train it anew into another folder."
              .formatted(run));
    }
    var options = new ResumedOptions(run, config);
    var set = ReadableImages.of(options.images(asked), listener);
    options.refuseOthers(asked, epochs, set);
    resume(method, config, options.settings(method), set);
  }

  /**
   * Refuses what the run was not begun with, as {@link #resume} does.
   *
   * @throws UserError if there is anything
   */
  public void refuseOthers(ConfigFile asked, Integer epochs) {
    var options = new ResumedOptions(run, RunConfig.read(run));
    var set = ReadableImages.of(options.images(asked), listener);
    options.refuseOthers(asked, epochs, set);
  }

  private <S extends Record> void resume(
      MethodSpec<S> method, RunConfig config, Record settings, ImageSet set) {
    try (var folder = RunFolder.open(run);
        var context =
            context(
                method,
                config.backbone(),
                Neck.named(config.neck()),
                new Images(set, config.size(), config.textureFolder()),
                folder)) {
      var precision = Precision.named(config.precision());
      train(precision, method, context, method.settingsType().cast(settings));
    }
  }

  private <S extends Record> void train(
      Precision precision, MethodSpec<S> method, TrainingContext context, S settings) {
    try (Detector detector = precision.during(() -> method.train(context, settings))) {
      detector.save(run);
    } catch (TrainingStopped e) {
      listener.say(
          "%nStopped after step %d; go on with: onenip train --resume --run %s"
              .formatted(e.step(), Shell.word(run)));
      throw e;
    }
  }
}
