package org.onenip.ablation;

import java.util.List;
import org.apache.commons.math3.distribution.TDistribution;

/**
 * The difference from the first row, seed by seed: what all rows of a seed have in common (the
 * split, the order of the images) drops out.
 *
 * @param mean over the seeds that both rows have
 * @param low lower end of the 95 % confidence interval by Student's t; null of a single seed
 * @param high its upper end
 * @param count seeds
 */
public record PairedDifference(double mean, Double low, Double high, int count) {
  private static final double CONFIDENCE = 0.95;

  /** Of at least one paired difference. */
  static PairedDifference of(List<Double> differences) {
    var statistics = Estimate.statistics(differences);
    int n = differences.size();
    double mean = statistics.getMean();
    if (n < 2) {
      return new PairedDifference(mean, null, null, n);
    }
    double t = new TDistribution(n - 1).inverseCumulativeProbability((1 + CONFIDENCE) / 2);
    double half = t * statistics.getStandardDeviation() / Math.sqrt(n);
    return new PairedDifference(mean, mean - half, mean + half, n);
  }

  /** Whether the interval leaves out zero. */
  public boolean clear() {
    return low != null && (low > 0 || high < 0);
  }
}
