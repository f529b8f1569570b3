package org.onenip.ablation;

import java.util.List;
import org.apache.commons.math3.stat.descriptive.DescriptiveStatistics;

/**
 * A value over the seeds.
 *
 * @param mean over them
 * @param deviation standard deviation, with n − 1; null of a single seed
 * @param count n
 */
public record Estimate(double mean, Double deviation, int count) {
  /** Of at least one value. */
  static Estimate of(List<Double> values) {
    var statistics = statistics(values);
    Double deviation = values.size() < 2 ? null : (Double) statistics.getStandardDeviation();
    return new Estimate(statistics.getMean(), deviation, values.size());
  }

  static DescriptiveStatistics statistics(List<Double> values) {
    return new DescriptiveStatistics(values.stream().mapToDouble(v -> v).toArray());
  }
}
