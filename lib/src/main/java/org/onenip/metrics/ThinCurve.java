package org.onenip.metrics;

import java.util.ArrayList;
import java.util.List;

/** Keeps the first and the last point of a curve, and between them one point a step. */
final class ThinCurve {
  private final double step;
  private final List<double[]> kept = new ArrayList<>();
  private double lastPosition;
  private double[] skipped;

  /**
   * An empty curve.
   *
   * @param step between the positions of points that are kept
   */
  ThinCurve(double step) {
    this.step = step;
  }

  /**
   * Adds a point.
   *
   * @param position along the curve, never falling
   */
  void add(double position, double x, double y) {
    skipped = new double[] {x, y};
    if (kept.isEmpty() || position >= lastPosition + step) {
      kept.add(skipped);
      skipped = null;
      lastPosition = position;
    }
  }

  /** The x and the y of the points kept. */
  double[][] points() {
    var all = new ArrayList<>(kept);
    if (skipped != null) {
      all.add(skipped);
    }
    return new double[][] {
      all.stream().mapToDouble(point -> point[0]).toArray(),
      all.stream().mapToDouble(point -> point[1]).toArray()
    };
  }
}
