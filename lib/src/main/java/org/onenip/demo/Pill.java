package org.onenip.demo;

import java.awt.Color;
import java.awt.geom.AffineTransform;
import java.awt.geom.Area;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.util.List;

/**
 * A tablet in its pocket.
 *
 * @param place where it lies and how it is turned
 * @param round round and coral, or long and white
 * @param color its colour
 * @param body its outline about the origin
 * @param crumbs what broke off it, about the origin
 */
record Pill(AffineTransform place, boolean round, Color color, Area body, List<Path2D> crumbs) {
  private static final Color WHITE = new Color(0xe9e6dc);
  private static final Color CORAL = new Color(0xcf6a4c);

  static Pill whole(AffineTransform place, boolean round, double shade) {
    var color = Jitter.times(round ? CORAL : WHITE, 1 + shade / 200);
    double height = height(round);
    var body = new Area(Shapes.box(0, 0, width(round), height, height / 2));
    return new Pill(place, round, color, body, List.of());
  }

  /** The same tablet with a jagged piece off one end, and crumbs. */
  Pill broken(Fault fault) {
    double keep = fault.between(0.02, 0.3) * width(round);
    double side = fault.below(2) == 0 ? -1 : 1;
    var bite = new Path2D.Double();
    for (double y = -16; y <= 16; y += 3) {
      Shapes.line(bite, side * (keep + fault.between(-2.6, 2.6)), y);
    }
    bite.lineTo(side * 40, 16);
    bite.lineTo(side * 40, -16);
    bite.closePath();
    var rest = new Area(body);
    rest.subtract(new Area(bite));
    var pieces = new Path2D[5];
    for (int i = 0; i < pieces.length; i++) {
      double x = side * fault.between(keep, width(round) / 2 + 3);
      pieces[i] =
          Shapes.blot(fault.random(), x, fault.between(-11, 11), fault.between(0.7, 1.9), 0.3);
    }
    return new Pill(place, round, color, rest, List.of(pieces));
  }

  private static double width(boolean round) {
    return round ? 28 : 54;
  }

  private static double height(boolean round) {
    return round ? 28 : 23;
  }

  void draw(Canvas canvas) {
    var pen = canvas.pen(place);
    pen.setPaint(Jitter.times(color, 0.72));
    pen.fill(body);
    double height = height(round);
    var top = new Area(Shapes.box(-0.4, -0.5, width(round) - 1.6, height - 1.6, height / 2 - 0.8));
    top.intersect(body);
    pen.setPaint(
        round
            ? Shapes.ball(0, 0, 17, color)
            : Shapes.sweep(
                0, -12, 0, 12, Jitter.times(color, 1.08), color, Jitter.times(color, 0.74)));
    pen.fill(top);
    double reach = 9; // of the line to break it at; the round ones have a cross
    pen.setStroke(Damage.round(1.6));
    pen.setPaint(Jitter.times(color, 0.62));
    pen.draw(new Line2D.Double(0, -reach, 0, reach));
    if (round) {
      pen.draw(
          new Line2D.Double(
              body.contains(-reach, 0) ? -reach : 0, 0, body.contains(reach, 0) ? reach : 0, 0));
    }
    pen.setStroke(Damage.round(0.8));
    pen.setPaint(Jitter.times(color, 1.25));
    pen.draw(new Line2D.Double(1.1, -reach, 1.1, reach));
    pen.setPaint(color);
    crumbs.forEach(pen::fill);
    pen.dispose();
  }
}
