package org.onenip.training;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.onenip.UserError;
import org.onenip.backbone.Backbone;
import org.onenip.data.ImageSet;
import org.onenip.data.Images;
import org.onenip.inference.NormalMemory;
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
      try (var batches = batches(data, synthesis, trainer.optimizer().steps())) {
        loop.run(data, manager -> features(manager, batches.next(), data, memory));
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
   * @throws UserError if they name another number
   */
  private static TrainingSettings fitted(TrainingSettings settings, Backbone backbone) {
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
        data.cache().prompts(data.split().fit(), settings.fixedPrompts()),
        data.images()::image,
        synthesis,
        settings.seed(),
        settings.batch(),
        firstStep,
        Math.max(1, Runtime.getRuntime().availableProcessors() / 2));
  }

  private static OneNipCriterion.Batch features(
      NDManager manager, BatchSource.Batch batch, TrainingData data, NormalMemory memory) {
    var normal = data.cache().get(manager, batch.normals());
    var prompt = data.cache().get(manager, batch.prompts());
    var pseudo = batch.pseudo();
    if (pseudo.isEmpty()) {
      return new OneNipCriterion.Batch(normal, null, prompt, null);
    }
    var images = pseudo.stream().map(PseudoAnomaly::image).toList();
    var levels =
        memory == null
            ? new NDList(data.extractors().features(manager, images))
            : data.extractors().levels(manager, images);
    var masks = Images.toMaskTensor(manager, pseudo.stream().map(PseudoAnomaly::mask).toList());
    return new OneNipCriterion.Batch(
        normal,
        levels.head(),
        prompt,
        masks.zerosLike().concat(masks, 0), // nothing is anomalous in the normal stream
        memory == null ? new NDList() : remembered(manager, batch, data, memory, levels));
  }

  /** What the memory says of the normals and of the pseudo anomalies made of them. */
  private static NDList remembered(
      NDManager manager,
      BatchSource.Batch batch,
      TrainingData data,
      NormalMemory memory,
      NDList levels) {
    int[] indices = batch.normals();
    int[] except = IntStream.concat(Arrays.stream(indices), Arrays.stream(indices)).toArray();
    var names = Arrays.stream(except).mapToObj(i -> data.split().fit().get(i).className()).toList();
    var features = data.cache().get(manager, indices).concat(levels.get(0), 0);
    var fine = data.cache().fine(manager, indices);
    return memory
        .nearest(features, fine.concat(memory.fineScale().apply(levels.get(1)), 0), names, except)
        .errors();
  }
}
