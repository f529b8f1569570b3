package org.onenip.bench;

import java.util.List;
import org.apache.commons.math3.stat.regression.SimpleRegression;

/**
 * A least-squares line through the logarithms of some points: {@code y = factor · x^exponent}.
 *
 * @param exponent 1: twice as much takes twice as long
 * @param from the smallest x that it was fitted to
 * @param to the largest x
 * @param determination R² of the line, at most 1
 */
public record PowerLaw(
    double exponent, double factor, double from, double to, double determination) {
  /** Below them, what every call costs hides how it grows. */
  private static final int LARGEST = 4;

  /**
   * Fits the largest points, four or what there is.
   *
   * @param x positive and rising, at least two
   * @param y positive, as many
   */
  public static PowerLaw fit(List<Double> x, List<Double> y) {
    if (x.size() != y.size() || x.size() < 2) {
      throw new IllegalArgumentException("%d values at %d points".formatted(y.size(), x.size()));
    }
    int first = Math.max(0, x.size() - LARGEST);
    var line = new SimpleRegression();
    for (int i = first; i < x.size(); i++) {
      line.addData(Math.log(x.get(i)), Math.log(y.get(i)));
    }
    return new PowerLaw(
        line.getSlope(),
        Math.exp(line.getIntercept()),
        x.get(first),
        x.get(x.size() - 1),
        line.getRSquare());
  }

  /** The line at x. */
  public double at(double x) {
    return factor * Math.pow(x, exponent);
  }
}
