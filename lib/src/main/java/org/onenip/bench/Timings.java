package org.onenip.bench;

import java.util.List;
import org.apache.commons.math3.stat.descriptive.rank.Median;
import org.apache.commons.math3.stat.descriptive.rank.Percentile;

/**
 * How long one thing took, each time that it was done.
 *
 * @param seconds of each repeat, in their order
 */
public record Timings(List<Double> seconds) {
  /** Keeps a copy. */
  public Timings {
    seconds = List.copyOf(seconds);
  }

  /** The middle one: half of the repeats were faster. */
  public double median() {
    return new Median().evaluate(values());
  }

  /** The fastest: what the machine can do when nothing disturbs it. */
  public double least() {
    return seconds.stream().mapToDouble(s -> s).min().orElse(Double.NaN);
  }

  /** How far the middle half of the repeats lies apart, relative to the median. */
  public double spread() {
    var percentile = new Percentile();
    percentile.setData(values());
    return (percentile.evaluate(75) - percentile.evaluate(25)) / median();
  }

  private double[] values() {
    return seconds.stream().mapToDouble(s -> s).toArray();
  }
}
