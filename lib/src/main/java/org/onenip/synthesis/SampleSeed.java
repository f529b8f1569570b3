package org.onenip.synthesis;

import java.util.SplittableRandom;

/** A generator for each sample of each step, so that the number of threads changes nothing. */
public final class SampleSeed {
  private SampleSeed() {}

  /**
   * The generator of one sample: three rounds of SplittableRandom, one for each number.
   *
   * @param seed of the run
   * @param step of the training
   * @param index within the batch
   */
  public static SplittableRandom of(long seed, long step, long index) {
    long mixed = new SplittableRandom(seed).nextLong() + step;
    mixed = new SplittableRandom(mixed).nextLong() + index;
    return new SplittableRandom(mixed);
  }
}
