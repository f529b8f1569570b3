package org.onenip.training;

import ai.djl.ndarray.NDManager;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.onenip.backbone.Backbone;
import org.onenip.data.ImageSet;
import org.onenip.data.Images;
import org.onenip.data.SampleImages;
import org.onenip.inference.FeatureExtractor;
import org.onenip.inference.OneNipDetector;
import org.onenip.model.FeatureScale;
import org.onenip.synthesis.PseudoAnomaly;
import org.onenip.synthesis.Synthesis;

/**
 * OneNIP, trained as the settings say.
 *
 * @param backbone frozen; the detector will own it
 * @param settings of network and training
 * @param textures a folder in DTD's layout; procedural textures where there is none
 */
public record OneNipMethod(Backbone backbone, TrainingSettings settings, Optional<Path> textures)
    implements AnomalyMethod {

  @Override
  public OneNipDetector train(ImageSet set, RunFolder run, TrainingListener listener) {
    int size = 16 * settings.model().grid();
    var images = new SampleImages(size);
    var split = HeldOut.split(set.train(), settings.seed());
    if (!split.shared().isEmpty()) {
      listener.warn(
          "Too few normal images of %s to hold any out: κ and the thresholds are measured on those that were learned, and come out low; add images."
              .formatted(String.join(", ", split.shared())));
    }
    var synthesis = Synthesis.named(settings.synthesis(), textures);
    try (var manager = NDManager.newBaseManager(backbone.device());
        var trainer = new OneNipTrainer(manager, settings)) {
      var raw =
          new FeatureExtractor(backbone, FeatureScale.none(settings.model().channels()), size);
      var cache =
          new FeatureCache(manager, split.fit(), images, raw, settings.standardize(), listener);
      var extractor = new FeatureExtractor(backbone, cache.scale(), size);
      var checkpoint = new Checkpoint(run.state());
      if (Files.exists(run.state())) {
        checkpoint.restore(trainer);
      }
      run.truncateLog(trainer.optimizer().steps());
      steps(run, listener, split, images, synthesis, trainer, cache, extractor, checkpoint);
      return new DetectorAssembly(split, images, cache, listener)
          .assemble(
              backbone,
              trainer.model(),
              synthesis,
              settings.seed(),
              settings.promptsPerClass(),
              settings.fusionWeight());
    }
  }

  private void steps(
      RunFolder run,
      TrainingListener listener,
      HeldOut split,
      SampleImages images,
      Synthesis synthesis,
      OneNipTrainer trainer,
      FeatureCache cache,
      FeatureExtractor extractor,
      Checkpoint checkpoint) {
    var watch = new SilentFailures(cache.classMeanError(split.fit()));
    int first = trainer.optimizer().steps();
    int threads = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    listener.begin("training", settings.steps());
    try (var batches =
        new BatchSource(
            split.fit(),
            cache.prompts(split.fit(), settings.fixedPrompts()),
            images::image,
            synthesis,
            settings.seed(),
            settings.batch(),
            first,
            threads)) {
      long start = System.nanoTime();
      for (int step = first + 1; step <= settings.steps(); step++) {
        StepLog entry;
        try (var scratch = cache.newSubManager()) {
          var batch = features(scratch, batches.next(), cache, extractor);
          entry = trainer.step(batch, (System.nanoTime() - start) / 1e9);
        }
        run.log(entry);
        watch.see(entry);
        listener.step(entry);
        listener.progress(step, "loss %.4f".formatted(entry.loss()));
        boolean stop = listener.stopRequested() && step < settings.steps();
        if (stop || step % settings.checkpointEvery() == 0 || step == settings.steps()) {
          checkpoint.write(trainer);
        }
        if (stop) {
          throw new TrainingStopped(step);
        }
      }
    } finally {
      listener.end();
    }
    for (var warning : watch.warnings()) {
      run.log(new Warning(settings.steps(), warning));
      listener.warn(warning);
    }
  }

  /** A line of the log that is no step. */
  private record Warning(int step, String warning) {}

  private OneNipTrainer.Features features(
      NDManager manager, BatchSource.Batch batch, FeatureCache cache, FeatureExtractor extractor) {
    var pseudo = batch.pseudo();
    var masks = Images.toMaskTensor(manager, pseudo.stream().map(PseudoAnomaly::mask).toList());
    return new OneNipTrainer.Features(
        cache.get(manager, batch.normals()),
        extractor.features(manager, pseudo.stream().map(PseudoAnomaly::image).toList()),
        cache.get(manager, batch.prompts()),
        masks.zerosLike().concat(masks, 0)); // nothing is anomalous in the normal stream
  }
}
