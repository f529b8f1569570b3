package org.onenip.training;

import ai.djl.training.tracker.Tracker;
import ai.djl.training.tracker.WarmUpTracker;

/** How the learning rate runs over the steps; DJL's trackers compute it. */
public enum Schedule {
  /** The paper's: constant, a tenth after 80.1 % of the steps (epoch 801 of 1000). */
  STEP {
    @Override
    Tracker main(double rate, int steps) {
      // DJL refuses a single step: the second is never reached
      return Tracker.multiFactor()
          .setBaseValue((float) rate)
          .optFactor(0.1f)
          .setSteps(new int[] {Math.max(1, (int) Math.round(steps * 0.801)), Integer.MAX_VALUE})
          .build();
    }
  },
  /** Half a cosine down to zero: the better choice for few steps. */
  COSINE {
    @Override
    Tracker main(double rate, int steps) {
      return Tracker.cosine()
          .setBaseValue((float) rate)
          .optFinalValue(0)
          .setMaxUpdates(steps)
          .build();
    }
  };

  abstract Tracker main(double rate, int steps);

  /**
   * The rate at each step.
   *
   * @param rate the base rate
   * @param steps of the whole training
   * @param warmUp first steps, in which the rate rises linearly from zero
   */
  public Tracker tracker(double rate, int steps, int warmUp) {
    var main = main(rate, Math.max(1, steps - warmUp));
    return warmUp == 0
        ? main
        : WarmUpTracker.builder().setMainTracker(main).optWarmUpSteps(warmUp).build();
  }
}
