package org.onenip.demo;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.geom.Arc2D;
import java.awt.geom.Rectangle2D;
import java.util.SplittableRandom;

/**
 * A part at its place on the board.
 *
 * @param type what it is
 * @param x its middle
 * @param y its middle
 * @param turn degrees
 */
record BoardPart(Type type, double x, double y, double turn) {
  private static final Color TIN = new Color(0xc3c7ca);
  private static final Color EPOXY = new Color(0x26282b);

  /** The same place with another part on it. */
  BoardPart holding(Type other) {
    return new BoardPart(other, x, y, turn);
  }

  /** The same part put in the wrong way round. */
  BoardPart turned(double degrees) {
    return new BoardPart(type, x, y, turn + degrees);
  }

  /** What the board shows where the part belongs: solder pads and a printed outline. */
  void footprint(Canvas canvas) {
    var pen = canvas.pen(Shapes.at(x, y, turn));
    pen.setPaint(new Color(0xb4b8b4));
    type.pads(pen);
    pen.setPaint(new Color(214, 222, 212, 190));
    pen.setStroke(Damage.flat(0.8));
    var box = type.outline().getBounds2D();
    pen.draw(Shapes.box(0, 0, box.getWidth() + 4, box.getHeight() + 4, 1));
    pen.dispose();
  }

  /** The kinds of parts, drawn about the origin. */
  enum Type {
    PROCESSOR(54, 54),
    DRIVER(34, 22),
    ELECTROLYTIC(30, 30),
    CRYSTAL(42, 16),
    RESISTOR(18, 9),
    CAPACITOR(18, 9),
    RED_LIGHT(16, 16),
    GREEN_LIGHT(16, 16),
    AMBER_LIGHT(16, 16),
    CONNECTOR(70, 22);

    private final double width;
    private final double height;

    Type(double width, double height) {
      this.width = width;
      this.height = height;
    }

    Shape outline() {
      return width == height && this != PROCESSOR
          ? Shapes.circle(0, 0, width / 2)
          : Shapes.box(0, 0, width, height, 1.5);
    }

    private void pads(Graphics2D pen) {
      switch (this) {
        case PROCESSOR -> {
          pins(pen, 9, 5.6, 30, 3.4, 5);
          pen.rotate(Math.PI / 2);
          pins(pen, 9, 5.6, 30, 3.4, 5);
          pen.rotate(-Math.PI / 2);
        }
        case DRIVER -> pins(pen, 4, 8.4, 14, 4.4, 6);
        case CONNECTOR -> pins(pen, 6, 10.6, 0, 6, 6);
        case RESISTOR, CAPACITOR -> {
          pen.fill(Shapes.box(-7.5, 0, 6, 9, 0.5));
          pen.fill(Shapes.box(7.5, 0, 6, 9, 0.5));
        }
        default -> {
          pen.fill(Shapes.circle(-width / 4, 0, 2.6));
          pen.fill(Shapes.circle(width / 4, 0, 2.6));
        }
      }
    }

    /** Two rows of pins. */
    private static void pins(
        Graphics2D pen, int count, double pitch, double away, double width, double height) {
      for (int i = 0; i < count; i++) {
        double at = (i - (count - 1) / 2.0) * pitch;
        pen.fill(Shapes.box(at, -away, width, height, 0.5));
        pen.fill(Shapes.box(at, away, width, height, 0.5));
      }
    }

    void draw(Graphics2D pen, SplittableRandom random) {
      switch (this) {
        case PROCESSOR -> {
          pen.setPaint(TIN);
          pins(pen, 9, 5.6, 28, 2.2, 6);
          pen.rotate(Math.PI / 2);
          pins(pen, 9, 5.6, 28, 2.2, 6);
          pen.rotate(-Math.PI / 2);
          block(pen, Jitter.of(random, EPOXY, 4));
          dot(pen, -20, -20, 3.2);
          print(pen, "ONE-32", -17, -6, 6);
          print(pen, "F407 2B", -17, 5, 4.6);
        }
        case DRIVER -> {
          pen.setPaint(TIN);
          pins(pen, 4, 8.4, 12.5, 3.2, 6);
          block(pen, Jitter.of(random, EPOXY, 4));
          dot(pen, -12.5, 6.5, 2);
          pen.setPaint(new Color(0x15171a));
          pen.fill(Shapes.circle(-17, 0, 3));
          print(pen, "L293", -9, -4, 5);
        }
        case ELECTROLYTIC -> electrolytic(pen);
        case CRYSTAL -> {
          pen.setPaint(
              Shapes.sweep(
                  0,
                  -8,
                  0,
                  8,
                  new Color(0x9b9fa3),
                  new Color(0xf0f2f3),
                  new Color(0xb4b8bc),
                  new Color(0x83878b)));
          pen.fill(Shapes.box(0, 0, width, height, 7.5));
          pen.setPaint(new Color(90, 95, 100, 160));
          pen.setStroke(Damage.flat(0.7));
          pen.draw(Shapes.box(0, 0, width - 4, height - 4, 5.5));
          Glyphs.print(pen, "16.000", -13, -2.5, 5);
        }
        case RESISTOR -> {
          chip(pen, Jitter.of(random, new Color(0x222325), 5));
          pen.setPaint(new Color(0xd8d8d4));
          Glyphs.print(pen, "103", -4.6, -2.2, 4.2);
        }
        case CAPACITOR -> chip(pen, Jitter.of(random, new Color(0xb08d63), 8));
        case RED_LIGHT -> light(pen, new Color(0xc9271f));
        case GREEN_LIGHT -> light(pen, new Color(0x3aa845));
        case AMBER_LIGHT -> light(pen, new Color(0xe0a02a));
        case CONNECTOR -> connector(pen);
      }
    }

    private void block(Graphics2D pen, Color color) {
      pen.setPaint(Jitter.times(color, 1.7));
      pen.fill(Shapes.box(0, 0, width - 2, height - 2, 1.5));
      pen.setPaint(
          Shapes.sweep(
              -width / 2,
              -height / 2,
              width / 2,
              height / 2,
              Jitter.times(color, 1.45),
              color,
              Jitter.times(color, 0.85)));
      pen.fill(Shapes.box(0.7, 0.7, width - 4, height - 4, 1.5));
    }

    private static void dot(Graphics2D pen, double x, double y, double radius) {
      pen.setPaint(new Color(0x101113));
      pen.fill(Shapes.circle(x, y, radius));
      pen.setPaint(new Color(0x55585c));
      pen.fill(Shapes.circle(x + 0.7, y + 0.7, radius * 0.7));
    }

    private static void print(Graphics2D pen, String text, double x, double y, double height) {
      pen.setPaint(new Color(0xa9adb0));
      Glyphs.print(pen, text, x, y, height);
    }

    private static void electrolytic(Graphics2D pen) {
      pen.setPaint(new Color(0x2b2d33));
      pen.fill(Shapes.circle(0, 0, 15));
      pen.setPaint(Shapes.ball(0, 0, 13.5, new Color(0xc0c4c8)));
      pen.fill(Shapes.circle(0, 0, 13));
      pen.setPaint(new Color(0x24262b));
      pen.fill(new Arc2D.Double(-13, -13, 26, 26, 120, 120, Arc2D.CHORD));
      pen.setPaint(new Color(0x3c4044));
      Glyphs.print(pen, "47", -3, -6, 5);
      Glyphs.print(pen, "25V", -4, 2, 4.4);
    }

    private void chip(Graphics2D pen, Color color) {
      pen.setPaint(Shapes.sweep(0, -5, 0, 5, new Color(0xeceeee), new Color(0x9da1a4)));
      pen.fill(Shapes.box(0, 0, width, height, 1));
      pen.setPaint(Shapes.sweep(0, -5, 0, 5, Jitter.times(color, 1.3), Jitter.times(color, 0.9)));
      pen.fill(new Rectangle2D.Double(-5.6, -height / 2, 11.2, height));
    }

    private static void light(Graphics2D pen, Color color) {
      pen.setPaint(Jitter.times(color, 0.55));
      pen.fill(Shapes.circle(0, 0, 8));
      pen.setPaint(Shapes.ball(0, 0, 7, color));
      pen.fill(Shapes.circle(0, 0, 7));
      pen.setPaint(new Color(255, 255, 255, 190));
      pen.fill(Shapes.circle(-2.5, -2.8, 1.7));
    }

    private void connector(Graphics2D pen) {
      var beige = new Color(0xe0d9c4);
      pen.setPaint(Shapes.sweep(0, -12, 0, 12, beige, Jitter.times(beige, 0.85)));
      pen.fill(Shapes.box(0, 0, width, height, 1.5));
      pen.setPaint(Jitter.times(beige, 0.6));
      pen.fill(Shapes.box(0, -2, width - 8, height - 10, 1));
      pen.fill(Shapes.box(0, 8, 22, 4, 0.5));
      for (int i = 0; i < 6; i++) {
        double at = (i - 2.5) * 10.6;
        pen.setPaint(Shapes.ball(at, -2, 3, new Color(0xd8c27c)));
        pen.fill(Shapes.box(at, -2, 4.6, 4.6, 0.8));
      }
    }
  }
}
