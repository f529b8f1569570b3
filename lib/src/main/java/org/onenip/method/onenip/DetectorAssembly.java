package org.onenip.method.onenip;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.onenip.backbone.Backbone;
import org.onenip.data.ImageSet;
import org.onenip.data.Sample;
import org.onenip.detect.StepListener;
import org.onenip.model.OneNip;
import org.onenip.support.Records;
import org.onenip.synthesis.Syntheses;
import org.onenip.synthesis.Synthesis;
import org.onenip.training.TrainingData;

/** What comes after the last step: the prompts of the pool, κ and the thresholds. */
public final class DetectorAssembly {
  private static final double MEMORY_WEIGHT = 0.5;
  private static final int SIGNPOSTS = 16;

  private final TrainingData data;
  private final StepListener listener;

  DetectorAssembly(TrainingData data, StepListener listener) {
    this.data = data;
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
      Backbone backbone, OneNip network, ImageSet set, StepListener listener) {
    return forData(backbone, network, set, 0, listener);
  }

  /**
   * The same, with a memory of normal tokens beside it, which counts for as much as the network's
   * reconstruction.
   *
   * @param memory tokens of each class and level; 0 for none
   */
  public static OneNipDetector forData(
      Backbone backbone, OneNip network, ImageSet set, int memory, StepListener listener) {
    int size = 16 * network.config().grid();
    boolean remembers = memory > 0;
    var config = network.config();
    var published = OneNipSettings.paper(config.channels(), config.grid(), set.train().size());
    var settings =
        remembers
            ? Records.with(published, Map.of("signposts", SIGNPOSTS, "memoryWeight", MEMORY_WEIGHT))
            : published;
    long seed = settings.seed();
    try (var data =
        TrainingData.of(set, List.of(backbone), size, false, remembers, seed, listener)) {
      var normal = remembers ? new MemoryBuilder(data, listener).build(memory, seed) : null;
      var synthesis = Synthesis.named(Syntheses.MIXTURE, Optional.empty());
      return new DetectorAssembly(data, listener)
          .assemble(network, normal, Optional.of(synthesis), settings);
    }
  }

  /**
   * The detector, calibrated.
   *
   * @param memory null where there is none
   */
  OneNipDetector assemble(
      OneNip network, NormalMemory memory, Optional<Synthesis> synthesis, OneNipSettings settings) {
    var detector =
        new OneNipDetector(
            data.extractor().backbone(),
            data.extractor().scale(),
            network,
            prompts(settings.promptsPerClass(), settings.signposts(), settings.seed()),
            memory,
            Calibration.of(0, network.refines() ? settings.fusionWeight() : 0));
    return new OneNipCalibrator(data.calibrator(listener))
        .calibrate(detector, synthesis, settings.memoryWeight(), settings.seed());
  }

  private List<Prompt> prompts(int perClass, int signposts, long seed) {
    var images = new PromptImages(data.cache(), perClass);
    var prompts = new ArrayList<Prompt>();
    images
        .pool()
        .forEach(
            (name, chosen) -> {
              var means = images.signposts(name, signposts, seed);
              for (int i = 0; i < chosen.size(); i++) {
                prompts.add(prompt(chosen.get(i), means.get(i)));
              }
            });
    return prompts;
  }

  private Prompt prompt(int index, List<float[]> signposts) {
    Sample sample = data.split().fit().get(index);
    try (var scratch = data.cache().newSubManager()) {
      var features = data.cache().get(scratch, new int[] {index}).toFloatArray();
      return new Prompt(sample.className(), data.images().image(sample), features, signposts);
    }
  }
}
