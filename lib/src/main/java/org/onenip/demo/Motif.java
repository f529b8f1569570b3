package org.onenip.demo;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.SplittableRandom;

/** What is printed on a label, drawn about the origin. */
enum Motif {
  EMBLEM,
  BRAND,
  TEXT,
  LOT,
  FLAME,
  DROP,
  MATRIX,
  BARS;

  static final Color TEAL = new Color(0x1f6f78);
  private static final Color INK = new Color(0x22252b);
  private static final Color WARNING = new Color(0xc8452f);

  /** Prints it; {@code ink} is how dense the ink lies, 0…1. */
  void draw(Graphics2D pen, double ink) {
    var black = Jitter.veil(INK, ink);
    pen.setPaint(black);
    switch (this) {
      case EMBLEM -> emblem(pen, ink);
      case BRAND -> {
        pen.setPaint(Jitter.veil(TEAL, ink));
        Glyphs.print(pen, "NORDLICHT", -53, -17, 14);
        pen.setPaint(black);
        Glyphs.print(pen, "LAMP OIL 500 ML", -53, 7, 7);
      }
      case TEXT -> {
        Glyphs.print(pen, "PURE - SOOTLESS", -56, -20, 7);
        Glyphs.print(pen, "KEEP UPRIGHT AND", -56, -7, 5.6);
        Glyphs.print(pen, "OUT OF THE SUN.", -56, 3, 5.6);
        Glyphs.print(pen, "REFILL AT 1.20", -56, 13, 5.6);
      }
      case LOT -> Glyphs.print(pen, "LOT 4B-7291", -39, -3.5, 7);
      case FLAME -> {
        sign(pen, ink);
        var flame = new Path2D.Double();
        flame.moveTo(-1, -9);
        flame.curveTo(4, -4, 8, 0, 5, 6);
        flame.curveTo(3, 10, -5, 10, -6, 5);
        flame.curveTo(-7, 1, -4, 0, -4, -3);
        flame.curveTo(-2, -2, -1, -5, -1, -9);
        pen.fill(flame);
      }
      case DROP -> {
        sign(pen, ink);
        var drop = new Path2D.Double();
        drop.moveTo(0, -10);
        drop.curveTo(3, -4, 7, 0, 6, 4);
        drop.curveTo(5, 10, -5, 10, -6, 4);
        drop.curveTo(-7, 0, -3, -4, 0, -10);
        pen.fill(drop);
        pen.setStroke(Damage.round(2.2));
        pen.draw(new Line2D.Double(-8, 8, 8, -8));
      }
      case MATRIX -> matrix(pen);
      case BARS -> bars(pen);
    }
  }

  /** A hill, a pine and a moon in a disc: it has a left and a right. */
  private static void emblem(Graphics2D pen, double ink) {
    pen.setPaint(Jitter.veil(TEAL, ink));
    pen.fill(Shapes.circle(0, 0, 23));
    pen.clip(Shapes.circle(0, 0, 20.5));
    pen.setPaint(new Color(0xe9e4d2));
    pen.fill(Shapes.circle(-9, -8, 5));
    var hill = new Path2D.Double();
    hill.moveTo(-25, 14);
    hill.curveTo(-10, 2, 0, 18, 26, -2);
    hill.lineTo(26, 26);
    hill.lineTo(-25, 26);
    hill.closePath();
    pen.fill(hill);
    pen.setPaint(new Color(0xe9b44c));
    pen.fill(Shapes.polygon(8, -6, 10, 3, -Math.PI / 2));
    pen.fill(Shapes.polygon(8, 1, 11, 3, -Math.PI / 2));
    pen.setClip(null);
  }

  private static void sign(Graphics2D pen, double ink) {
    pen.setPaint(Jitter.veil(WARNING, ink));
    pen.setStroke(Damage.flat(2.2));
    pen.draw(Shapes.polygon(0, 0, 20, 4, 0));
    pen.setPaint(Jitter.veil(INK, ink));
  }

  private static void matrix(Graphics2D pen) {
    var code = new SplittableRandom(29); // the same on every label
    for (int y = 0; y < 14; y++) {
      for (int x = 0; x < 14; x++) {
        boolean border = x == 0 || y == 13;
        boolean clock = y == 0 && x % 2 == 0 || x == 13 && y % 2 == 1;
        boolean data = code.nextInt(2) == 0 && x > 0 && x < 13 && y > 0 && y < 13;
        if (border || clock || data) {
          pen.fill(new Rectangle2D.Double(x * 3.2 - 22.4, y * 3.2 - 22.4, 3.25, 3.25));
        }
      }
    }
  }

  private static void bars(Graphics2D pen) {
    var code = new SplittableRandom(5); // the same on every label
    double x = -62;
    while (x < 58) {
      double width = 1.4 * (1 + code.nextInt(3));
      pen.fill(new Rectangle2D.Double(x, -20, width, 32));
      x += width + 1.4 * (1 + code.nextInt(2));
    }
    Glyphs.print(pen, "4 007291 530862", -52, 15, 6.4);
  }
}
