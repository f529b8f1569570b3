package org.onenip.metrics;

import java.util.ArrayList;
import java.util.List;

/** Keeps the first and the last point of a curve, and between them one point a step. */
final class ThinCurve {
  private final double step;
  private final List<double[]> kept = new ArrayList<>();
  private double lastPosition;
  private double x; // of the newest point
  private double y;
  private boolean skipped; // whether the newest point is not among those kept

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
    this.x = x;
    this.y = y;
    skipped = !kept.isEmpty() && position < lastPosition + step;
    if (!skipped) {
      kept.add(new double[] {x, y});
      lastPosition = position;
    }
  }

  /** The x and the y of the points kept. */
  double[][] points() {
    var all = new ArrayList<>(kept);
    if (skipped) {
      all.add(new double[] {x, y});
    }
    return new double[][] {
      all.stream().mapToDouble(point -> point[0]).toArray(),
      all.stream().mapToDouble(point -> point[1]).toArray()
    };
  }
}
