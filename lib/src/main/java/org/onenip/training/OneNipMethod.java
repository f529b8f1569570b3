package org.onenip.training;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.onenip.UserError;
import org.onenip.backbone.Backbone;
import org.onenip.data.ImageSet;
import org.onenip.inference.OneNipDetector;
import org.onenip.model.OneNip;
import org.onenip.model.Shares;
import org.onenip.synthesis.Syntheses;
import org.onenip.synthesis.Synthesis;

/**
 * OneNIP, trained as the settings say.
 *
 * @param backbones the same one, frozen, on every device that trains; the detector will own the
 *     first, the others are closed after the training
 * @param settings of network and training
 * @param textures a folder in DTD's layout; procedural textures where there is none
 */
public record OneNipMethod(
    List<Backbone> backbones, TrainingSettings settings, Optional<Path> textures)
    implements AnomalyMethod {
  /** Checks that the batch suffices for the devices. */
  public OneNipMethod {
    backbones = List.copyOf(backbones);
    new Shares(settings.batch(), backbones.size());
    settings = fitted(settings, backbones.get(0));
  }

  /** On one device. */
  public OneNipMethod(Backbone backbone, TrainingSettings settings, Optional<Path> textures) {
    this(List.of(backbone), settings, textures);
  }

  @Override
  public OneNipDetector train(ImageSet set, RunFolder run, TrainingListener listener) {
    var synthesis =
        settings.needsPseudoAnomalies()
            ? Optional.of(Syntheses.named(settings.synthesis(), textures, settings.shares()))
            : Optional.<Synthesis>empty();
    try (var data = TrainingData.of(set, backbones, settings, listener);
        var trainer =
            new Trainer<>(
                data.manager(),
                new OneNip(settings.model()),
                settings,
                new OneNipCriterion(settings.objective(), settings.model().refinerWidth() > 0),
                data.extractors().replicas())) {
      var loop = new TrainingLoop<>(run, settings, listener, trainer);
      var memory =
          settings.model().remembers()
              ? new MemoryBuilder(data, listener).build(settings.model().memory(), settings.seed())
              : null;
      var features = new OneNipBatches(data, memory);
      try (var batches = batches(data, synthesis, trainer.optimizer().steps())) {
        loop.run(data, manager -> features.features(manager, batches.next()));
      }
      return new DetectorAssembly(data, listener)
          .assemble(
              trainer.network(),
              memory,
              synthesis,
              settings.seed(),
              settings.promptsPerClass(),
              settings.signposts(),
              settings.memoryWeight(),
              settings.fusionWeight());
    }
  }

  /**
   * The settings with as many errors of the finer level as the backbone gives.
   *
   * @throws UserError if they name another number, or no prompt
   */
  private static TrainingSettings fitted(TrainingSettings settings, Backbone backbone) {
    if (settings.promptsPerClass() == 0) {
      throw new UserError("promptsPerClass is 0, but OneNIP needs a prompt of each class: take 1.");
    }
    var model = settings.model();
    if (!model.remembers()) {
      return settings;
    }
    int given = backbone.fineGroups().length;
    if (model.fineErrors() != 0 && model.fineErrors() != given) {
      throw new UserError(
          "model.fineErrors is %d, but the backbone gives %d: leave it out, it follows from --backbone."
              .formatted(model.fineErrors(), given));
    }
    return settings.withModel(model.withFineErrors(given));
  }

  private BatchSource batches(TrainingData data, Optional<Synthesis> synthesis, int firstStep) {
    return new BatchSource(
        data.split().fit(),
        new PromptImages(data.cache(), data.split().fit(), settings.promptsPerClass())
            .candidates(settings.fixedPrompts()),
        data.images()::image,
        synthesis,
        synthesis.isPresent() ? settings.faults() : 0,
        settings.seed(),
        settings.batch(),
        firstStep,
        threads());
  }

  /** That make batches: half of the processor trains, but where a GPU does. */
  private int threads() {
    int cores = Runtime.getRuntime().availableProcessors();
    return Math.max(1, backbones.get(0).device().isGpu() ? cores - 2 : cores / 2);
  }
}
