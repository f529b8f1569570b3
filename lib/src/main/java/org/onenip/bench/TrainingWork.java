package org.onenip.bench;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.onenip.backbone.Backbone;
import org.onenip.data.Images;
import org.onenip.detect.FeatureExtractor;
import org.onenip.detect.FeatureScale;
import org.onenip.method.onenip.OneNipCriterion;
import org.onenip.method.onenip.OneNipSettings;
import org.onenip.method.onenip.OneNipTraining;
import org.onenip.synthesis.PseudoAnomaly;
import org.onenip.synthesis.Synthesis;
import org.onenip.training.MethodTrainer;

/**
 * One optimizer step of the paper's recipe on 8 normal images, their pseudo anomalies and prompts.
 * Features of normals are cached, so the backbone sees the pseudo anomalies only; these are made in
 * background threads in a training, and beforehand here.
 */
final class TrainingWork implements Work {
  private final NDManager manager;
  private final FeatureExtractor extractor;
  private final MethodTrainer<OneNipCriterion.Batch> trainer;
  private final List<PseudoAnomaly> pseudo;
  private final NDArray normal;
  private final NDArray prompts;
  private final Map<String, Double> parts = new LinkedHashMap<>();
  private final String backboneLap;
  private long lap;

  TrainingWork(Backbone backbone, int size, Part part) {
    int batch = part.images();
    manager = NDManager.newBaseManager(backbone.device());
    extractor = new FeatureExtractor(backbone, FeatureScale.none(backbone.width()), size);
    var settings = OneNipSettings.paper(backbone.width(), size / 16, 1000).withBatch(batch);
    trainer = OneNipTraining.begin(manager, settings).trainer();
    var prefix = "train_" + (part == Part.TRAIN_STEP_B8 ? "" : "b" + batch + "_");
    trainer.observe(phase -> lap(prefix + phase.name().toLowerCase(Locale.ROOT)));
    backboneLap = prefix + "backbone";
    var random = new Random(1);
    var images =
        IntStream.range(0, batch).mapToObj(i -> InferenceWork.image(random, size)).toList();
    var synthesis = Synthesis.named("mixture", Optional.empty());
    var chance = new SplittableRandom(1);
    pseudo = images.stream().map(image -> synthesis.apply(image, chance)).toList();
    normal = extractor.features(manager, images);
    prompts = extractor.features(manager, pseudo.stream().map(PseudoAnomaly::image).toList());
  }

  @Override
  public Map<String, Double> run(Part part) {
    parts.clear();
    parts.put(part.toString(), 0.0); // the whole comes first
    lap = System.nanoTime();
    double whole = Work.seconds(this::step);
    parts.put(part.toString(), whole);
    return parts;
  }

  private void step() {
    try (var scratch = manager.newSubManager()) {
      var masks = Images.toMaskTensor(scratch, pseudo.stream().map(PseudoAnomaly::mask).toList());
      var images = pseudo.stream().map(PseudoAnomaly::image).toList();
      var anomalous = extractor.features(scratch, images);
      lap(backboneLap);
      trainer.step(
          new OneNipCriterion.Batch(normal, anomalous, prompts, masks.zerosLike().concat(masks, 0)),
          0);
    }
  }

  boolean isOf(Part part) {
    return part.images() == pseudo.size();
  }

  private void lap(String name) {
    Work.await(manager);
    long now = System.nanoTime();
    parts.put(name, (now - lap) / 1e9);
    lap = now;
  }

  @Override
  public void close() {
    trainer.close();
    manager.close();
  }
}
