package org.onenip.demo;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Shape;
import java.awt.geom.Path2D;
import java.awt.geom.PathIterator;

/** Damage that many materials can take. */
final class Damage {
  private Damage() {}

  /** A scratch: a thin bright line with a dark flank, thicker and fainter by turns. */
  static void scratch(
      Canvas canvas, Fault fault, double x, double y, double length, Color bare, double width) {
    double angle = fault.between(0, 2 * Math.PI);
    double startX = x - length / 2 * StrictMath.cos(angle);
    double startY = y - length / 2 * StrictMath.sin(angle);
    var path = Shapes.wander(fault.random(), startX, startY, angle, length, 0.09);
    canvas.pen().translate(0.7, 0.8);
    stroke(canvas, fault, path, Jitter.veil(Color.BLACK, 0.5), width);
    canvas.pen().translate(-0.7, -0.8);
    stroke(canvas, fault, path, bare, width);
  }

  /** Strokes a path with a width that swells and shrinks. */
  private static void stroke(Canvas canvas, Fault fault, Shape path, Color color, double width) {
    var pen = canvas.pen();
    pen.setPaint(color);
    var from = new double[2];
    var to = new double[6];
    double phase = fault.between(0, 6);
    for (var step = path.getPathIterator(null); !step.isDone(); step.next()) {
      if (step.currentSegment(to) == PathIterator.SEG_LINETO) {
        phase += 0.35;
        var segment = new Path2D.Double();
        segment.moveTo(from[0], from[1]);
        segment.lineTo(to[0], to[1]);
        pen.setStroke(round(width * (0.75 + 0.35 * StrictMath.sin(phase))));
        pen.draw(segment);
      }
      from[0] = to[0];
      from[1] = to[1];
    }
  }

  /** A stain that has dried: thin in the middle, darker towards its rim, with splashes around. */
  static void stain(
      Canvas canvas, Fault fault, double x, double y, double radius, Color color, double opacity) {
    var pen = canvas.pen();
    var edge = Shapes.blot(fault.random(), x, y, radius, 0.22);
    pen.setPaint(
        Shapes.glow(
            x, y, radius * 1.25, Jitter.veil(color, opacity * 0.75), Jitter.veil(color, opacity)));
    pen.fill(edge);
    pen.setStroke(round(Math.max(0.8, radius * 0.08)));
    pen.setPaint(Jitter.veil(color, opacity * 0.5));
    pen.draw(edge);
    for (int i = fault.below(4); i > 0; i--) {
      double angle = fault.between(0, 2 * Math.PI);
      double away = radius * fault.between(1.25, 1.7);
      double size = radius * fault.between(0.06, 0.16);
      pen.setPaint(Jitter.veil(color, opacity));
      pen.fill(
          Shapes.circle(x + away * StrictMath.cos(angle), y + away * StrictMath.sin(angle), size));
    }
  }

  /** A crack: a jagged dark line with a bright edge and branches. */
  static void crack(Canvas canvas, Fault fault, double x, double y, double angle, double length) {
    var path = Shapes.wander(fault.random(), x, y, angle, length, 0.55);
    var pen = canvas.pen();
    pen.setStroke(round(1.8));
    pen.translate(-1.2, -1.2);
    pen.setPaint(Jitter.veil(Color.WHITE, 0.45));
    pen.draw(path);
    pen.translate(1.2, 1.2);
    pen.setStroke(round(2.6));
    pen.setPaint(new Color(14, 14, 18, 235));
    pen.draw(path);
    if (length > 16) {
      double part = fault.between(0.3, 0.6) * length;
      double side = angle + (fault.below(2) == 0 ? 0.8 : -0.8);
      double branchX = x + part * StrictMath.cos(angle);
      double branchY = y + part * StrictMath.sin(angle);
      pen.setStroke(round(1.6));
      pen.draw(Shapes.wander(fault.random(), branchX, branchY, side, length * 0.35, 0.5));
    }
  }

  /** A stroke with round ends. */
  static BasicStroke round(double width) {
    return new BasicStroke((float) width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
  }

  /** A stroke with square ends. */
  static BasicStroke flat(double width) {
    return new BasicStroke((float) width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND);
  }
}
