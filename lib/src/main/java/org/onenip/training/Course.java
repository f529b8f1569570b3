package org.onenip.training;

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
    require(batch > 0 && batch <= LARGEST_BATCH, "batch", batch);
    require(learningRate > 0 && learningRate <= 1, "learningRate", learningRate);
    require(schedule != null, "schedule", schedule);
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
      case PAPER -> {
        int steps = PAPER_EPOCHS * ((images + PAPER_BATCH - 1) / PAPER_BATCH);
        yield new Course(false, steps, PAPER_BATCH, 1e-4, Schedule.STEP, 0, 1e-4, 0.1, 133, 1000);
      }
    };
  }

  /** Many small steps of a shallow network learn more in a short time than few of a deep one. */
  private static Course brief(int steps) {
    return new Course(true, steps, 4, 2e-3, Schedule.COSINE, 50, 1e-4, 0.1, 133, 200);
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
