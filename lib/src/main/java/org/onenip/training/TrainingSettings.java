package org.onenip.training;

import org.onenip.Records;
import org.onenip.model.OneNipConfig;
import org.onenip.synthesis.Syntheses;
import org.onenip.synthesis.SynthesisShares;

/**
 * How a network is trained; the presets have what was found to work in the time they name.
 *
 * @param model the network
 * @param standardize whether features are standardised by channel
 * @param steps optimizer steps; 0 where the memory is all that counts
 * @param batch B, normal images a step; as many pseudo anomalies come on top
 * @param learningRate the base rate
 * @param schedule how the rate runs
 * @param warmUp steps in which the rate rises from zero
 * @param weightDecay of AdamW
 * @param maxGradientNorm global L2 norm to which gradients are clipped
 * @param objective the losses
 * @param synthesis name in {@link org.onenip.synthesis.Syntheses}; {@code none} where no pseudo
 *     anomalies are made
 * @param featureFaults share of each batch's pseudo anomalies that are made of cached features, not
 *     of pixels ({@link FeatureFault}); rounded to whole images
 * @param seed of everything random
 * @param checkpointEvery steps between two checkpoints
 * @param promptsPerClass prompts that the pool keeps of each class, the medoid and those farthest
 *     from all before them; an image gets the nearest
 * @param signposts mean features of other images of a class that are kept with its prompt, for the
 *     class to be recognised by
 * @param memoryWeight m, the share of S_nn against that of S_rec, where there is a memory
 * @param fusionWeight w of Eq. 10; it is 0 in effect where there is no refiner
 * @param promptStart whether the network begins by returning the prompt ({@link PromptStart}); the
 *     published one begins at random
 * @param fixedPrompts whether an image's prompt in training is that of the pool, its class's medoid
 *     (the nearest, where it has several), or, as published, a random image of its class
 * @param restartRefiner whether a refiner that has fallen to all-zero maps begins anew
 * @param shares how often {@link Syntheses#VARIED} draws each kind of pseudo anomaly; null where
 *     nothing was said, which means equal shares, and of no effect with another synthesis
 */
public record TrainingSettings(
    OneNipConfig model,
    boolean standardize,
    int steps,
    int batch,
    double learningRate,
    Schedule schedule,
    int warmUp,
    double weightDecay,
    double maxGradientNorm,
    Objective objective,
    String synthesis,
    double featureFaults,
    long seed,
    int checkpointEvery,
    int promptsPerClass,
    int signposts,
    double memoryWeight,
    double fusionWeight,
    boolean promptStart,
    boolean fixedPrompts,
    boolean restartRefiner,
    SynthesisShares shares) {

  /** Checks the ranges, for the values may come from a file. */
  public TrainingSettings {
    boolean untrained = memoryWeight == 1 && model.refinerWidth() == 0; // nothing else is used
    require(steps > 0 || steps == 0 && untrained, "steps", steps);
    require(batch > 0, "batch", batch);
    require(learningRate > 0 && learningRate <= 1, "learningRate", learningRate);
    require(warmUp >= 0, "warmUp", warmUp);
    require(weightDecay >= 0 && weightDecay < 1, "weightDecay", weightDecay);
    require(maxGradientNorm > 0, "maxGradientNorm", maxGradientNorm);
    require(featureFaults >= 0 && featureFaults <= 1, "featureFaults", featureFaults);
    require(checkpointEvery > 0, "checkpointEvery", checkpointEvery);
    require(promptsPerClass >= 0, "promptsPerClass", promptsPerClass);
    require(signposts >= 0, "signposts", signposts);
    require(memoryWeight >= 0 && memoryWeight <= 1, "memoryWeight", memoryWeight);
    require(fusionWeight >= 0 && fusionWeight <= 1, "fusionWeight", fusionWeight);
    if (shares == null && Syntheses.VARIED.equals(synthesis)) {
      shares = new SynthesisShares(); // so that config.json lists them
    }
  }

  private static void require(boolean right, String name, Object value) {
    if (!right) {
      throw new IllegalArgumentException("a training cannot have %s %s".formatted(name, value));
    }
  }

  /** The synthesis of a method that makes no pseudo anomalies. */
  public static final String NO_SYNTHESIS = "none";

  /** Width of a token in a short training, of backbones with more channels. */
  private static final int SHORT_WIDTH = 208;

  /** Epochs of the paper's schedule. */
  public static final int PAPER_EPOCHS = 1000;

  /**
   * The published recipe.
   *
   * @param channels C of the backbone
   * @param grid side of the feature map
   * @param images normal training images, which give the length of an epoch
   */
  public static TrainingSettings paper(int channels, int grid, int images) {
    int batch = 64;
    return new TrainingSettings(
        OneNipConfig.paper(channels, grid),
        false,
        PAPER_EPOCHS * ((images + batch - 1) / batch),
        batch,
        1e-4,
        Schedule.STEP,
        0,
        1e-4,
        0.1,
        Objective.published(),
        "mixture",
        0,
        133,
        1000,
        1,
        0,
        0,
        0.5,
        false,
        false,
        false,
        null);
  }

  /** A smaller network for about 30 minutes on two CPU cores, at image size 224. */
  public static TrainingSettings small(int channels, int grid, int images) {
    var paper = paper(channels, grid, images);
    return shortSchedule(paper, paper.model().refinerWidth(), 2400);
  }

  /** A smaller network for about 4 minutes on two CPU cores, at image size 160. */
  public static TrainingSettings tiny(int channels, int grid, int images) {
    var paper = paper(channels, grid, images);
    return shortSchedule(paper, paper.model().refinerWidth() / 2, 1000);
  }

  /**
   * No step at all: what the memory alone says, within a minute. The network stays at its start, in
   * which it returns the prompt, and its map is not used.
   */
  public static TrainingSettings quick(int channels, int grid, int images) {
    var small = small(channels, grid, images);
    var alone =
        new Objective(false, false, 0, Streams.RECONSTRUCTION, DiceOver.IMAGE); // never minimised
    var settings = small.withModel(Records.with(small.model(), "refinerWidth", 0));
    settings = Records.with(settings, "objective", alone);
    settings = Records.with(settings, "synthesis", NO_SYNTHESIS);
    settings = Records.with(settings, "shares", null);
    settings = Records.with(settings, "memoryWeight", 1.0);
    return Records.with(settings, "fusionWeight", 0.0).withSteps(0);
  }

  /** Many small steps of a shallow network learn more in a short time than few of a deep one. */
  private static TrainingSettings shortSchedule(
      TrainingSettings paper, int refinerWidth, int steps) {
    int heads = paper.model().heads();
    int channels = (paper.model().channels() + heads - 1) / heads * heads;
    var model =
        paper
            .model()
            .withWidth(Math.min(SHORT_WIDTH, channels))
            .withLayers(1, 1)
            .withDropout(0)
            .withJitter(1)
            .withMemory(1000)
            .withErrorDropout(0.3);
    return new TrainingSettings(
        Records.with(model, "refinerWidth", refinerWidth),
        true,
        steps,
        4,
        2e-3,
        Schedule.COSINE,
        50,
        paper.weightDecay(),
        paper.maxGradientNorm(),
        new Objective(true, false, 0.5, Streams.BOTH, DiceOver.BATCH),
        Syntheses.VARIED,
        0,
        paper.seed(),
        200,
        paper.promptsPerClass(),
        16,
        0.9,
        0.5,
        true,
        true,
        true,
        null);
  }

  /**
   * The same schedule for UniAD, whose settings the published OneNIP has kept: its network, the
   * squared error alone, no pseudo anomalies and no prompts.
   */
  public TrainingSettings asUniAd() {
    return new TrainingSettings(
        model.asUniAd(),
        standardize,
        steps,
        batch,
        learningRate,
        schedule,
        warmUp,
        weightDecay,
        maxGradientNorm,
        new Objective(false, false, 0, Streams.RECONSTRUCTION, DiceOver.IMAGE),
        NO_SYNTHESIS,
        0,
        seed,
        checkpointEvery,
        0,
        0,
        0,
        0,
        false,
        false,
        false,
        null);
  }

  /** Whether pseudo anomalies have to be made: the restoration or the refiner needs them. */
  public boolean needsPseudoAnomalies() {
    return model.refinerWidth() > 0 || objective.streams() != Streams.RECONSTRUCTION;
  }

  /** How many of a batch's pseudo anomalies are made of features. */
  int faults() {
    return (int) Math.round(featureFaults * batch);
  }

  /** The same without a memory: what the network alone can do, to compare networks by. */
  public TrainingSettings withoutMemory() {
    return withModel(model.withMemory(0));
  }

  /** The same for another number of steps. */
  public TrainingSettings withSteps(int steps) {
    return Records.with(this, "steps", steps);
  }

  /** The same with another batch. */
  public TrainingSettings withBatch(int batch) {
    return Records.with(this, "batch", batch);
  }

  /** The same with another base rate. */
  public TrainingSettings withLearningRate(double rate) {
    return Records.with(this, "learningRate", rate);
  }

  /** The same with another seed. */
  public TrainingSettings withSeed(long seed) {
    return Records.with(this, "seed", seed);
  }

  /** The same with another network. */
  public TrainingSettings withModel(OneNipConfig model) {
    return Records.with(this, "model", model);
  }
}
