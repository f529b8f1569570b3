package org.onenip.demo;

import java.awt.Color;
import java.awt.LinearGradientPaint;
import java.awt.Paint;
import java.awt.RadialGradientPaint;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Point2D;
import java.awt.geom.RoundRectangle2D;
import java.util.random.RandomGenerator;

/** Shapes and paints that the products share. */
final class Shapes {
  private Shapes() {}

  /** A circle about a point. */
  static Ellipse2D circle(double x, double y, double radius) {
    return new Ellipse2D.Double(x - radius, y - radius, 2 * radius, 2 * radius);
  }

  /** A rectangle with round corners about a point. */
  static RoundRectangle2D box(double x, double y, double width, double height, double corner) {
    return new RoundRectangle2D.Double(
        x - width / 2, y - height / 2, width, height, 2 * corner, 2 * corner);
  }

  /** A regular polygon about a point. */
  static Path2D polygon(double x, double y, double radius, int corners, double turn) {
    var path = new Path2D.Double();
    for (int i = 0; i < corners; i++) {
      double angle = turn + 2 * Math.PI * i / corners;
      line(path, x + radius * StrictMath.cos(angle), y + radius * StrictMath.sin(angle));
    }
    path.closePath();
    return path;
  }

  /** A round blot with an uneven edge: {@code rough} 0 gives a circle. */
  static Path2D blot(RandomGenerator random, double x, double y, double radius, double rough) {
    double[] phase = new double[5];
    double[] height = new double[5];
    for (int k = 0; k < phase.length; k++) {
      phase[k] = 2 * Math.PI * random.nextDouble();
      height[k] = rough * random.nextDouble() / (1 + 0.5 * k);
    }
    var path = new Path2D.Double();
    for (int i = 0; i < 72; i++) {
      double angle = 2 * Math.PI * i / 72;
      double r = radius;
      for (int k = 0; k < phase.length; k++) {
        r += radius * height[k] * StrictMath.cos((k + 2) * angle + phase[k]);
      }
      line(path, x + r * StrictMath.cos(angle), y + r * StrictMath.sin(angle));
    }
    path.closePath();
    return path;
  }

  /** A line that wanders: each step turns a little. */
  static Path2D wander(
      RandomGenerator random, double x, double y, double angle, double length, double turning) {
    var path = new Path2D.Double();
    path.moveTo(x, y);
    double step = 3;
    for (double gone = 0; gone < length; gone += step) {
      angle += (2 * random.nextDouble() - 1) * turning;
      x += step * StrictMath.cos(angle);
      y += step * StrictMath.sin(angle);
      path.lineTo(x, y);
    }
    return path;
  }

  /** Goes on to a point, or begins there. */
  static void line(Path2D path, double x, double y) {
    if (path.getCurrentPoint() == null) {
      path.moveTo(x, y);
    } else {
      path.lineTo(x, y);
    }
  }

  /** A ball's shading: light from the upper left. */
  static Paint ball(double x, double y, double radius, Color color) {
    return new RadialGradientPaint(
        new Point2D.Double(x - radius * 0.3, y - radius * 0.35),
        (float) (radius * 1.4),
        new float[] {0, 0.45f, 1},
        new Color[] {Jitter.times(color, 1.25), color, Jitter.times(color, 0.55)});
  }

  /** Paint that fades from the middle outwards. */
  static Paint glow(double x, double y, double radius, Color middle, Color rim) {
    return new RadialGradientPaint(
        new Point2D.Double(x, y), (float) radius, new float[] {0, 1}, new Color[] {middle, rim});
  }

  /** A gradient through evenly spaced colours. */
  static Paint sweep(double x1, double y1, double x2, double y2, Color... colors) {
    var stops = new float[colors.length];
    for (int i = 0; i < stops.length; i++) {
      stops[i] = i / (stops.length - 1f);
    }
    return new LinearGradientPaint((float) x1, (float) y1, (float) x2, (float) y2, stops, colors);
  }

  /** Moves to a point and turns there. */
  static AffineTransform at(double x, double y, double degrees) {
    var place = AffineTransform.getTranslateInstance(x, y);
    place.rotate(Math.toRadians(degrees));
    return place;
  }
}
