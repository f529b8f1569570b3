package org.onenip.synthesis;

import java.util.SplittableRandom;

/** The distributions that the varied pseudo anomalies draw from. */
final class Chance {
  private Chance() {}

  static double uniform(SplittableRandom random, double low, double high) {
    return low + (high - low) * random.nextDouble();
  }

  /** Every factor equally likely: as many between 1 and 2 as between 2 and 4. */
  static double logUniform(SplittableRandom random, double low, double high) {
    return low * Math.pow(high / low, random.nextDouble());
  }

  /** Whether something happens that has this probability. */
  static boolean happens(SplittableRandom random, double probability) {
    return random.nextDouble() < probability;
  }
}
