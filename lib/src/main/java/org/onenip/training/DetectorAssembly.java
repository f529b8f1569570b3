package org.onenip.training;

import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import org.onenip.backbone.Backbone;
import org.onenip.data.ImageSet;
import org.onenip.data.Sample;
import org.onenip.data.SampleImages;
import org.onenip.inference.Calibration;
import org.onenip.inference.FeatureExtractor;
import org.onenip.inference.OneNipDetector;
import org.onenip.inference.Prompt;
import org.onenip.model.FeatureScale;
import org.onenip.model.OneNip;
import org.onenip.synthesis.Synthesis;

/** What comes after the last step: the prompts of the pool, κ and the thresholds. */
public final class DetectorAssembly {
  private static final long SEED = 133;
  private static final double FUSION_WEIGHT = 0.5;

  private final HeldOut split;
  private final SampleImages images;
  private final FeatureCache cache;
  private final TrainingListener listener;

  DetectorAssembly(
      HeldOut split, SampleImages images, FeatureCache cache, TrainingListener listener) {
    this.split = split;
    this.images = images;
    this.cache = cache;
    this.listener = listener;
  }

  /**
   * Gives a network that was trained elsewhere prompts, κ and thresholds.
   *
   * @param backbone owned by the detector from now on
   * @param network owned by the detector from now on
   * @param set its normal training images serve
   */
  public static OneNipDetector forData(
      Backbone backbone, OneNip network, ImageSet set, TrainingListener listener) {
    int size = 16 * network.config().grid();
    var images = new SampleImages(size);
    var split = HeldOut.split(set.train(), SEED);
    var extractor =
        new FeatureExtractor(backbone, FeatureScale.none(network.config().channels()), size);
    try (var manager = NDManager.newBaseManager(backbone.device())) {
      var cache = new FeatureCache(manager, split.fit(), images, extractor, false, listener);
      return new DetectorAssembly(split, images, cache, listener)
          .assemble(
              backbone,
              network,
              Synthesis.named("mixture", Optional.empty()),
              SEED,
              1,
              FUSION_WEIGHT);
    }
  }

  /** The detector, calibrated. */
  OneNipDetector assemble(
      Backbone backbone,
      OneNip network,
      Synthesis synthesis,
      long seed,
      int promptsPerClass,
      double fusionWeight) {
    var detector =
        new OneNipDetector(
            backbone,
            cache.scale(),
            network,
            prompts(promptsPerClass),
            Calibration.of(0, fusionWeight));
    return new Calibrator(split.calibration(), images::image, listener)
        .calibrate(detector, synthesis, seed);
  }

  /** The medoid of each class, and after it as many others as are wanted. */
  private List<Prompt> prompts(int perClass) {
    var prompts = new ArrayList<Prompt>();
    for (var members : cache.prompts(split.fit(), false).values()) {
      var chosen = new LinkedHashSet<Integer>();
      chosen.add(cache.medoid(members.stream().mapToInt(i -> i).toArray()));
      chosen.addAll(members);
      chosen.stream().limit(perClass).forEach(index -> prompts.add(prompt(index)));
    }
    return prompts;
  }

  private Prompt prompt(int index) {
    Sample sample = split.fit().get(index);
    try (var scratch = cache.newSubManager()) {
      var features = cache.get(scratch, new int[] {index}).toFloatArray();
      return new Prompt(sample.className(), images.image(sample), features);
    }
  }
}
