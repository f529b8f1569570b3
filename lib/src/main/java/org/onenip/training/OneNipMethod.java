package org.onenip.training;

import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.onenip.backbone.Backbone;
import org.onenip.data.ImageSet;
import org.onenip.data.Images;
import org.onenip.inference.OneNipDetector;
import org.onenip.model.OneNip;
import org.onenip.model.Shares;
import org.onenip.synthesis.PseudoAnomaly;
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
      try (var batches = batches(data, synthesis, trainer.optimizer().steps())) {
        loop.run(data, manager -> features(manager, batches.next(), data));
      }
      return new DetectorAssembly(data, listener)
          .assemble(
              trainer.network(),
              synthesis,
              settings.seed(),
              settings.promptsPerClass(),
              settings.fusionWeight());
    }
  }

  private BatchSource batches(TrainingData data, Optional<Synthesis> synthesis, int firstStep) {
    return new BatchSource(
        data.split().fit(),
        data.cache().prompts(data.split().fit(), settings.fixedPrompts()),
        data.images()::image,
        synthesis,
        settings.seed(),
        settings.batch(),
        firstStep,
        Math.max(1, Runtime.getRuntime().availableProcessors() / 2));
  }

  private static OneNipCriterion.Batch features(
      NDManager manager, BatchSource.Batch batch, TrainingData data) {
    var normal = data.cache().get(manager, batch.normals());
    var prompt = data.cache().get(manager, batch.prompts());
    var pseudo = batch.pseudo();
    if (pseudo.isEmpty()) {
      return new OneNipCriterion.Batch(normal, null, prompt, null);
    }
    var masks = Images.toMaskTensor(manager, pseudo.stream().map(PseudoAnomaly::mask).toList());
    return new OneNipCriterion.Batch(
        normal,
        data.extractors().features(manager, pseudo.stream().map(PseudoAnomaly::image).toList()),
        prompt,
        masks.zerosLike().concat(masks, 0)); // nothing is anomalous in the normal stream
  }
}
