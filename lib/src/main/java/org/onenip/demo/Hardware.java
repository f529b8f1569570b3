package org.onenip.demo;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.geom.Arc2D;
import java.awt.geom.Area;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.util.SplittableRandom;

/**
 * Draws pieces of hardware about the origin.
 *
 * @param pen already moved to the piece's place
 * @param random the piece's own variation
 * @param bend how far a bolt's shank leaves the straight, radians
 */
record Hardware(Graphics2D pen, SplittableRandom random, double bend) {
  private static final Color STEEL = new Color(0xa3a9b0);
  private static final Color ZINC = new Color(0xb9b6a4);
  private static final Color BRASS = new Color(0xb9974f);

  /** The kinds of pieces. */
  enum Type {
    BOLT,
    GEAR,
    WASHER,
    NUT,
    SPRING,
    BRACKET;

    /** What casts the shadow. */
    Shape outline() {
      return switch (this) {
        case BOLT -> {
          var bolt = new Area(Shapes.box(0, -40, 30, 20, 2));
          bolt.add(new Area(Shapes.box(0, 8, 15, 84, 2)));
          yield bolt;
        }
        case GEAR -> ring(teeth(), 9);
        case WASHER -> ring(Shapes.circle(0, 0, 22), 11);
        case NUT -> ring(Shapes.polygon(0, 0, 23, 6, 0.2), 11);
        case SPRING -> Shapes.box(0, 0, 54, 24, 4);
        case BRACKET -> bracket();
      };
    }
  }

  void draw(Type type) {
    switch (type) {
      case BOLT -> bolt(Jitter.of(random, STEEL, 8));
      case GEAR -> gear(Jitter.of(random, BRASS, 8));
      case WASHER -> washer(Jitter.of(random, ZINC, 8));
      case NUT -> nut(Jitter.of(random, STEEL, 8));
      case SPRING -> spring(Jitter.of(random, STEEL, 8));
      case BRACKET -> plate(Jitter.of(random, ZINC, 8));
    }
  }

  private void bolt(Color color) {
    var shank = new Path2D.Double();
    for (int i = 0; i <= 42; i++) {
      Shapes.line(shank, lean(2 * i), -32 + 2 * i);
    }
    pen.setStroke(Damage.flat(15));
    pen.setPaint(
        Shapes.sweep(
            -8,
            0,
            8,
            0,
            Jitter.times(color, 0.5),
            Jitter.times(color, 1.25),
            Jitter.times(color, 0.45)));
    pen.draw(shank);
    for (int i = 0; i < 21; i++) { // the thread's turns
      double y = -6 + 2.7 * i;
      double x = lean(y + 32);
      pen.setStroke(Damage.flat(1.2));
      pen.setPaint(new Color(20, 22, 26, 150));
      pen.draw(new Line2D.Double(x - 7.6, y - 0.8, x + 7.6, y + 0.8));
      pen.setStroke(Damage.flat(0.7));
      pen.setPaint(new Color(245, 248, 252, 120));
      pen.draw(new Line2D.Double(x - 5, y + 0.5, x + 4, y + 1.5));
    }
    var dark = Jitter.times(color, 0.55);
    pen.setPaint(
        Shapes.sweep(
            -15, 0, 15, 0, dark, Jitter.times(color, 0.8), Jitter.times(color, 1.35), color, dark));
    pen.fill(Shapes.box(0, -40, 30, 20, 2.5));
    pen.setStroke(Damage.flat(0.9));
    pen.setPaint(new Color(25, 27, 30, 150));
    pen.draw(new Line2D.Double(-7.5, -49, -7.5, -31));
    pen.draw(new Line2D.Double(7.5, -49, 7.5, -31));
  }

  /** How far to the side a bent shank is, some way below the head. */
  private double lean(double below) {
    double past = Math.max(0, below - 30);
    return bend * past * past / (past + 14);
  }

  private static Path2D teeth() {
    var path = new Path2D.Double();
    for (int i = 0; i < 64; i++) {
      double angle = 2 * Math.PI * (i - 0.5) / 64;
      double radius = i % 4 < 2 ? 38 : 32;
      Shapes.line(path, radius * StrictMath.cos(angle), radius * StrictMath.sin(angle));
    }
    path.closePath();
    return path;
  }

  private static Area ring(Shape outer, double hole) {
    var ring = new Area(outer);
    ring.subtract(new Area(Shapes.circle(0, 0, hole)));
    return ring;
  }

  private void gear(Color color) {
    metal(Type.GEAR.outline(), 38, color);
    pen.setStroke(Damage.flat(1.5));
    pen.setPaint(Jitter.times(color, 0.6));
    pen.draw(Shapes.circle(0, 0, 28));
    pen.draw(Shapes.circle(0, 0, 14));
    for (int i = 0; i < 5; i++) {
      double angle = 2 * Math.PI * i / 5 - 0.3;
      double x = 21 * StrictMath.cos(angle);
      double y = 21 * StrictMath.sin(angle);
      pen.setPaint(new Color(0x1c293b));
      pen.fill(Shapes.circle(x, y, 4.6));
      pen.setPaint(Jitter.times(color, 1.35));
      pen.draw(new Arc2D.Double(x - 4.6, y - 4.6, 9.2, 9.2, 200, 140, Arc2D.OPEN));
    }
  }

  private void washer(Color color) {
    metal(Type.WASHER.outline(), 22, color);
  }

  private void nut(Color color) {
    metal(Type.NUT.outline(), 23, color);
    pen.setStroke(Damage.flat(1.1));
    pen.setPaint(new Color(255, 255, 255, 90));
    pen.draw(Shapes.circle(0, 0, 18.5));
    for (int i = 0; i < 3; i++) { // the thread inside
      pen.setPaint(Jitter.times(color, 0.5 + 0.12 * i));
      pen.draw(Shapes.circle(0, 0, 11.5 + i));
    }
  }

  /** A flat piece of metal: brushed light across it, a bright and a dark edge. */
  private void metal(Shape shape, double radius, Color color) {
    pen.setPaint(Jitter.times(color, 0.5));
    pen.translate(0.8, 0.9);
    pen.fill(shape);
    pen.translate(-0.8, -0.9);
    double angle = 0.8 + Jitter.of(random, 0.5);
    double x = radius * StrictMath.cos(angle);
    double y = radius * StrictMath.sin(angle);
    pen.setPaint(
        Shapes.sweep(
            -x,
            -y,
            x,
            y,
            Jitter.times(color, 1.2),
            Jitter.times(color, 0.85),
            Jitter.times(color, 1.3),
            Jitter.times(color, 0.95),
            Jitter.times(color, 0.75)));
    pen.fill(shape);
    pen.setStroke(Damage.flat(0.9));
    pen.setPaint(new Color(255, 255, 255, 80));
    pen.draw(shape);
  }

  private void spring(Color color) {
    for (int i = 0; i < 9; i++) {
      double x = -24 + 6 * i;
      pen.setStroke(Damage.round(3.6));
      pen.setPaint(Jitter.times(color, 0.42));
      pen.draw(new Line2D.Double(x + 3.5, -10.5, x, 10.5));
    }
    for (int i = 0; i < 9; i++) {
      double x = -24 + 6 * i;
      pen.setStroke(Damage.round(4));
      pen.setPaint(
          Shapes.sweep(
              x,
              -12,
              x,
              12,
              Jitter.times(color, 0.6),
              Jitter.times(color, 1.3),
              Jitter.times(color, 0.5)));
      pen.draw(new Line2D.Double(x - 3.2, -10.5, x, 10.5));
    }
  }

  /** An angle plate: long leg to the right below, short leg up at the left. */
  private static Area bracket() {
    var plate = new Area(Shapes.box(0, 12, 56, 18, 3));
    plate.add(new Area(Shapes.box(-19, -2, 18, 44, 3)));
    plate.subtract(new Area(Shapes.circle(-19, -14, 4.5)));
    plate.subtract(new Area(Shapes.circle(18, 12, 4.5)));
    plate.subtract(new Area(Shapes.circle(2, 12, 3)));
    return plate;
  }

  private void plate(Color color) {
    metal(bracket(), 34, color);
  }
}
