package org.onenip.training;

import java.util.Map;
import org.onenip.support.Records;

/**
 * How a preset trains, whichever the network: the part of its settings that all methods share.
 *
 * @param standardize see {@link TrainingSettings}, as for all of them
 */
public record Course(
    boolean standardize,
    int steps,
    int batch,
    double learningRate,
    Schedule schedule,
    int warmUp,
    double weightDecay,
    double maxGradientNorm,
    long seed,
    int checkpointEvery)
    implements TrainingSettings {
  /** Epochs of the paper's schedule. */
  public static final int PAPER_EPOCHS = 1000;

  private static final int PAPER_BATCH = 64;

  /** Images of a batch that any machine could hold. */
  private static final int LARGEST_BATCH = 100_000;

  private static final int TINY_STEPS = 1000;
  private static final int SMALL_STEPS = 2400;

  /** Checks the ranges, for the values may come from a file. */
  public Course {
    require(steps >= 0, "steps", steps);
    require(schedule != null, "schedule", schedule);
    check(batch, learningRate, warmUp, weightDecay, maxGradientNorm, checkpointEvery);
  }

  /**
   * Checks what a method's settings share with these, but for the steps.
   *
   * @throws IllegalArgumentException if one is out of its range
   */
  public static void check(
      int batch,
      double learningRate,
      int warmUp,
      double weightDecay,
      double maxGradientNorm,
      int checkpointEvery) {
    require(batch > 0 && batch <= LARGEST_BATCH, "batch", batch);
    require(learningRate > 0 && learningRate <= 1, "learningRate", learningRate);
    require(warmUp >= 0, "warmUp", warmUp);
    require(weightDecay >= 0 && weightDecay < 1, "weightDecay", weightDecay);
    require(
        maxGradientNorm > 0 && Double.isFinite(maxGradientNorm),
        "maxGradientNorm",
        maxGradientNorm);
    require(checkpointEvery > 0, "checkpointEvery", checkpointEvery);
  }

  /**
   * That of a preset.
   *
   * @param images normal training images, which give the length of an epoch
   */
  public static Course of(Preset preset, int images) {
    return switch (preset) {
      case QUICK -> brief(0);
      case TINY -> brief(TINY_STEPS);
      case SMALL -> brief(SMALL_STEPS);
      case PAPER -> paper(PAPER_EPOCHS * ((images + PAPER_BATCH - 1) / PAPER_BATCH));
    };
  }

  private static Course paper(int steps) {
    return Records.of(
        Course.class,
        Map.of(
            "steps",
            steps,
            "batch",
            PAPER_BATCH,
            "learningRate",
            1e-4,
            "schedule",
            Schedule.STEP,
            "weightDecay",
            1e-4,
            "maxGradientNorm",
            0.1,
            "seed",
            133L,
            "checkpointEvery",
            1000));
  }

  /** Many small steps of a shallow network learn more in a short time than few of a deep one. */
  private static Course brief(int steps) {
    return Records.with(
        paper(steps),
        Map.of(
            "standardize",
            true,
            "batch",
            4,
            "learningRate",
            2e-3,
            "schedule",
            Schedule.COSINE,
            "warmUp",
            50,
            "checkpointEvery",
            200));
  }

  /**
   * The settings of a method that have all of these among them, and others.
   *
   * @param others by the names of their components; one that is missing is null, zero or false
   */
  public <S extends Record & TrainingSettings> S with(Class<S> type, Map<String, ?> others) {
    var values = Records.values(this);
    values.putAll(others);
    return Records.of(type, values);
  }

  /**
   * Refuses a setting.
   *
   * @throws IllegalArgumentException if it is not right
   */
  public static void require(boolean right, String name, Object value) {
    if (!right) {
      throw new IllegalArgumentException("a training cannot have %s %s".formatted(name, value));
    }
  }
}
