package org.onenip.metrics;

/**
 * How many normal scores lie at some falling thresholds.
 *
 * @param between above a threshold, but not above the one before
 * @param tied equal to a threshold
 */
record NormalCounts(long[] between, long[] tied) {
  static NormalCounts zero(int thresholds) {
    return new NormalCounts(new long[thresholds], new long[thresholds]);
  }

  void add(NormalCounts other) {
    for (int i = 0; i < between.length; i++) {
      between[i] += other.between[i];
      tied[i] += other.tied[i];
    }
  }
}
