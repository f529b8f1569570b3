package org.onenip.method.onenip;

import ai.djl.Device;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.onenip.detect.Detector;
import org.onenip.detect.SavedDetector;
import org.onenip.model.Decoders;
import org.onenip.support.Spelling;
import org.onenip.support.UserError;
import org.onenip.synthesis.Syntheses;
import org.onenip.synthesis.Synthesis;
import org.onenip.training.MethodSpec;
import org.onenip.training.Preset;
import org.onenip.training.StuckReconstruction;
import org.onenip.training.TrainingContext;
import org.onenip.training.TrainingData;
import org.onenip.training.TrainingLoop;
import org.onenip.training.TrainingSize;
import org.onenip.training.parallel.Shares;

/** OneNIP: one model of all classes, guided by a prompt of each. */
public final class OneNipMethod implements MethodSpec<OneNipSettings> {
  /** Its name. */
  public static final String NAME = "onenip";

  private static final String UNTRAINED =
      "Nothing was trained (preset quick): the map is the distance to remembered normal patches."
          + " A training adds the reconstruction and the refiner, which draw the outlines of defects"
          + " sharper: train --preset tiny (minutes) or small (half an hour).";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public OneNipSettings settings(Preset preset, TrainingSize data) {
    return OneNipSettings.of(preset, data);
  }

  @Override
  public OneNipDetector train(TrainingContext context, OneNipSettings chosen) {
    check(chosen);
    check(chosen, context);
    var settings = fitted(chosen, context);
    var listener = context.listener();
    boolean remembers = settings.model().remembers();
    var synthesis =
        settings.needsPseudoAnomalies()
            ? Optional.of(
                Syntheses.named(settings.synthesis(), context.textures(), settings.shares()))
            : Optional.<Synthesis>empty();
    try (var data = context.data(settings.standardize(), remembers, settings.seed());
        var training =
            OneNipTraining.begin(data.manager(), settings, data.extractors().replicas())) {
      var trainer = training.trainer();
      var watches =
          List.of(
              new StuckReconstruction(data.cache().classMeanError()),
              new RefinerWatch(trainer, settings));
      var loop = new TrainingLoop<>(context.run(), settings, listener, trainer);
      var memory =
          remembers
              ? new MemoryBuilder(data, listener).build(settings.model().memory(), settings.seed())
              : null;
      var features = new OneNipBatches(data, memory);
      try (var batches = batches(data, settings, synthesis, trainer.steps())) {
        loop.run(data.manager(), watches, manager -> features.features(manager, batches.next()));
      }
      if (settings.steps() == 0) {
        loop.warn(UNTRAINED);
      }
      return context.handOver(
          new DetectorAssembly(data, listener)
              .assemble(training.network(), memory, synthesis, settings));
    }
  }

  /**
   * The settings with as many errors of the finer level as the backbone gives.
   *
   * @throws UserError if they name another number
   */
  private static OneNipSettings fitted(OneNipSettings settings, TrainingContext context) {
    int given = context.backbone().fineGroups().length;
    var model = settings.model();
    if (!model.remembers()) {
      return settings;
    }
    if (model.fineErrors() != 0 && model.fineErrors() != given) {
      throw new UserError(
          "model.fineErrors is %d, but the backbone gives %d: leave it out, it follows from --backbone."
              .formatted(model.fineErrors(), given));
    }
    return settings.withModel(model.withFineErrors(given));
  }

  private static BatchSource batches(
      TrainingData data, OneNipSettings settings, Optional<Synthesis> synthesis, int firstStep) {
    return new BatchSource(
        data.split().fit(),
        new PromptImages(data.cache(), settings.promptsPerClass())
            .candidates(settings.fixedPrompts()),
        data.images()::image,
        new BatchSource.Recipe(
            settings.batch(),
            synthesis,
            synthesis.isPresent() ? settings.faults() : 0,
            settings.seed()),
        firstStep,
        threads(data));
  }

  /** That make batches: half of the processor trains, but where a GPU does. */
  private static int threads(TrainingData data) {
    int cores = Runtime.getRuntime().availableProcessors();
    return Math.max(1, data.manager().getDevice().isGpu() ? cores - 2 : cores / 2);
  }

  @Override
  public Detector read(SavedDetector saved, Device device) {
    return DetectorFile.read(saved, device);
  }

  @Override
  public void check(OneNipSettings settings) {
    if (settings.promptsPerClass() == 0) {
      throw new UserError("promptsPerClass is 0, but OneNIP needs a prompt of each class: take 1.");
    }
    check("decoder", settings.model().decoder(), Decoders.names());
    if (!settings.synthesis().equals(OneNipSettings.NO_SYNTHESIS)) {
      check("synthesis", settings.synthesis(), Syntheses.names());
    } else if (settings.needsPseudoAnomalies()) {
      throw new UserError(
          "with no synthesis there is nothing to restore and to refine; set objective.streams=reconstruction and model.refinerWidth=0 too, or another synthesis.");
    }
  }

  private static void check(String what, String name, Set<String> known) {
    if (!known.contains(name)) {
      throw new UserError(Spelling.unregistered(what, name, known));
    }
  }

  @Override
  public void check(OneNipSettings settings, TrainingContext context) {
    context.trainingSize().check(settings.model().channels(), settings.model().grid());
    new Shares(settings.batch(), context.backbones().size()); // checks
    fitted(settings, context);
  }

  @Override
  public boolean isPlugged(OneNipSettings settings) {
    return Decoders.isRegistered(settings.model().decoder())
        || Syntheses.isRegistered(settings.synthesis());
  }

  @Override
  public boolean usesTextures() {
    return true;
  }

  @Override
  public boolean sharesBatches() {
    return true;
  }
}
