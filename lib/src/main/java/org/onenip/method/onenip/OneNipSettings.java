package org.onenip.method.onenip;

import java.util.Map;
import org.onenip.model.OneNipConfig;
import org.onenip.support.Records;
import org.onenip.synthesis.Syntheses;
import org.onenip.synthesis.SynthesisShares;
import org.onenip.training.Course;
import org.onenip.training.Preset;
import org.onenip.training.Schedule;
import org.onenip.training.TrainingSettings;
import org.onenip.training.TrainingSize;

/**
 * How OneNIP is trained; the presets have what was found to work in the time they name.
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
public record OneNipSettings(
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
    SynthesisShares shares)
    implements TrainingSettings {
  /** Images of a class that a pool keeps; each is compared with every image. */
  private static final int MOST_PROMPTS = 100_000;

  /** Checks the ranges, for the values may come from a file. */
  public OneNipSettings {
    Course.check(batch, learningRate, warmUp, weightDecay, maxGradientNorm, checkpointEvery);
    boolean untrained = memoryWeight == 1 && model.refinerWidth() == 0; // nothing else is used
    Course.require(steps > 0 || steps == 0 && untrained, "steps", steps);
    Course.require(objective != null, "objective", objective);
    Course.require(synthesis != null, "synthesis", synthesis);
    Course.require(featureFaults >= 0 && featureFaults <= 1, "featureFaults", featureFaults);
    Course.require(
        promptsPerClass >= 0 && promptsPerClass <= MOST_PROMPTS,
        "promptsPerClass",
        promptsPerClass);
    Course.require(signposts >= 0 && signposts <= MOST_PROMPTS, "signposts", signposts);
    Course.require(memoryWeight >= 0 && memoryWeight <= 1, "memoryWeight", memoryWeight);
    Course.require(fusionWeight >= 0 && fusionWeight <= 1, "fusionWeight", fusionWeight);
    if (shares == null && Syntheses.VARIED.equals(synthesis)) {
      shares = new SynthesisShares(); // so that config.json lists them
    }
  }

  /** Mean features by which a class is recognised in the short presets. */
  private static final int SIGNPOSTS = 16;

  /** The synthesis where no pseudo anomalies are made. */
  public static final String NO_SYNTHESIS = "none";

  /** What a preset says of data like these. */
  public static OneNipSettings of(Preset preset, TrainingSize data) {
    return switch (preset) {
      case QUICK -> quick(data.channels(), data.grid(), data.images());
      case TINY -> tiny(data.channels(), data.grid(), data.images());
      case SMALL -> small(data.channels(), data.grid(), data.images());
      case PAPER -> paper(data.channels(), data.grid(), data.images());
    };
  }

  /**
   * The published recipe.
   *
   * @param channels C of the backbone
   * @param grid side of the feature map
   * @param images normal training images, which give the length of an epoch
   */
  public static OneNipSettings paper(int channels, int grid, int images) {
    var course = Course.of(Preset.PAPER, images);
    var settings = published(OneNipConfig.paper(channels, grid), course);
    return Records.with(settings, "synthesis", Syntheses.MIXTURE);
  }

  /** A smaller network for about 30 minutes on two CPU cores, at image size 224. */
  public static OneNipSettings small(int channels, int grid, int images) {
    return brief(OneNipConfig.brief(channels, grid), Course.of(Preset.SMALL, images));
  }

  /** A smaller network for about 4 minutes on two CPU cores, at image size 160. */
  public static OneNipSettings tiny(int channels, int grid, int images) {
    var small = OneNipConfig.brief(channels, grid);
    var model = Records.with(small, "refinerWidth", small.refinerWidth() / 2);
    return brief(model, Course.of(Preset.TINY, images));
  }

  /**
   * No step at all: what the memory alone says, within a minute. The network stays at its start, in
   * which it returns the prompt, and its map is not used.
   */
  public static OneNipSettings quick(int channels, int grid, int images) {
    var model = Records.with(OneNipConfig.brief(channels, grid), "refinerWidth", 0);
    var settings = published(model, Course.of(Preset.SMALL, images));
    return Records.with(
            settings,
            Map.of(
                "objective",
                new Objective(false, false, 0, Streams.RECONSTRUCTION, DiceOver.IMAGE),
                "signposts",
                SIGNPOSTS,
                "memoryWeight",
                1.0,
                "fusionWeight",
                0.0,
                "promptStart",
                true,
                "fixedPrompts",
                true,
                "restartRefiner",
                true))
        .withSteps(0);
  }

  private static OneNipSettings published(OneNipConfig model, Course course) {
    return course.with(
        OneNipSettings.class,
        Map.of(
            "model",
            model,
            "objective",
            Objective.published(),
            "synthesis",
            NO_SYNTHESIS,
            "promptsPerClass",
            1,
            "fusionWeight",
            0.5));
  }

  private static OneNipSettings brief(OneNipConfig model, Course course) {
    return Records.with(
        published(model, course),
        Map.of(
            "objective",
            new Objective(true, false, 0.5, Streams.BOTH, DiceOver.BATCH),
            "synthesis",
            Syntheses.VARIED,
            "signposts",
            SIGNPOSTS,
            "memoryWeight",
            0.9,
            "promptStart",
            true,
            "fixedPrompts",
            true,
            "restartRefiner",
            true));
  }

  /** Whether pseudo anomalies have to be made: the restoration or the refiner needs them. */
  public boolean needsPseudoAnomalies() {
    return model.refinerWidth() > 0 || objective.streams() != Streams.RECONSTRUCTION;
  }

  /** How many of a batch's pseudo anomalies are made of features. */
  public int faults() {
    return (int) Math.round(featureFaults * batch);
  }

  /** The same without a memory: what the network alone can do, to compare networks by. */
  public OneNipSettings withoutMemory() {
    return withModel(model.withMemory(0));
  }

  /** The same for another number of steps. */
  public OneNipSettings withSteps(int steps) {
    return Records.with(this, "steps", steps);
  }

  /** The same with another batch. */
  public OneNipSettings withBatch(int batch) {
    return Records.with(this, "batch", batch);
  }

  /** The same with another base rate. */
  public OneNipSettings withLearningRate(double rate) {
    return Records.with(this, "learningRate", rate);
  }

  /** The same with another seed. */
  public OneNipSettings withSeed(long seed) {
    return Records.with(this, "seed", seed);
  }

  /** The same with another network. */
  public OneNipSettings withModel(OneNipConfig model) {
    return Records.with(this, "model", model);
  }
}
