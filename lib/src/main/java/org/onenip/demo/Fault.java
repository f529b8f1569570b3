package org.onenip.demo;

import java.util.SplittableRandom;
import org.onenip.data.Sample;

/**
 * What is wrong with a specimen.
 *
 * @param kind the name of a {@link Product.Kind}, or {@code good}
 * @param random where the fault's place, size and form come from
 */
record Fault(String kind, SplittableRandom random) {
  static Fault none() {
    return new Fault(Sample.GOOD, new SplittableRandom(0));
  }

  boolean is(String name) {
    return kind.equals(name);
  }

  /** A number between two, from the fault's random numbers. */
  double between(double low, double high) {
    return low + (high - low) * random.nextDouble();
  }

  /** A whole number below a bound. */
  int below(int bound) {
    return random.nextInt(bound);
  }
}
