package org.onenip.notebook;

import java.util.stream.DoubleStream;

/**
 * Results of several runs, say of several seeds.
 *
 * @param mean of the runs
 * @param deviation the sample's standard deviation; not a number for a single run
 */
public record Spread(double mean, double deviation) {
  /** The spread of some values. */
  public static Spread of(double... values) {
    double mean = DoubleStream.of(values).average().orElseThrow();
    double squares = DoubleStream.of(values).map(v -> (v - mean) * (v - mean)).sum();
    return new Spread(mean, Math.sqrt(squares / (values.length - 1)));
  }
}
