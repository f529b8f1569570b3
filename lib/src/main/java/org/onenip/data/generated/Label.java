package org.onenip.data.generated;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** A printed label on cardboard: emblem, brand, text, two signs, data matrix and bar code. */
final class Label implements Product {
  private static final Color INK = new Color(0x22252b);
  private static final Color TEAL = new Color(0x1f6f78);
  private static final Color WARNING = new Color(0xc8452f);

  /** What is printed, and where its middle lies. */
  private record Print(Motif motif, double x, double y, double turn, boolean mirrored) {
    static Print of(Motif motif, double x, double y) {
      return new Print(motif, x, y, 0, false);
    }

    Print showing(Motif other) {
      return new Print(other, x, y, turn, mirrored);
    }

    Print turned(double degrees) {
      return new Print(motif, x, y, degrees, mirrored);
    }

    Print mirrorImage() {
      return new Print(motif, x, y, turn, true);
    }
  }

  private enum Motif {
    EMBLEM,
    BRAND,
    TEXT,
    LOT,
    FLAME,
    DROP,
    MATRIX,
    BARS
  }

  private static final List<Print> PRINTS =
      List.of(
          Print.of(Motif.EMBLEM, 64, 66),
          Print.of(Motif.BRAND, 156, 60),
          Print.of(Motif.TEXT, 88, 128),
          Print.of(Motif.FLAME, 166, 116),
          Print.of(Motif.DROP, 204, 116),
          Print.of(Motif.LOT, 184, 152),
          Print.of(Motif.BARS, 98, 197),
          Print.of(Motif.MATRIX, 198, 192));

  @Override
  public String name() {
    return "label";
  }

  @Override
  public List<Kind> kinds() {
    return List.of(
        Kind.structural("scratch"),
        Kind.structural("smudge"),
        Kind.structural("torn_corner"),
        Kind.camouflaged("mirrored_print"),
        Kind.camouflaged("missing_print"),
        Kind.camouflaged("swapped_signs"),
        Kind.camouflaged("turned_code"));
  }

  @Override
  public void draw(Canvas canvas, SplittableRandom variation, Fault fault) {
    cardboard(canvas, variation);
    canvas.place(Jitter.of(variation, 4), Jitter.of(variation, 4), Jitter.of(variation, 3));
    var paper = Shapes.box(128, 128, 214, 206, 9);
    canvas.shadow(paper, 1, 2, 2, 0.4);
    var white = Jitter.of(variation, new Color(0xeae7dd), 5);
    canvas.fill(paper, Shapes.sweep(20, 20, 236, 236, white, Jitter.times(white, 0.95)));
    double shiftX = Jitter.of(variation, 1.2);
    double shiftY = Jitter.of(variation, 1.2);
    double ink = 0.86 + 0.1 * variation.nextDouble();
    canvas.fill(new Rectangle2D.Double(21, 92 + shiftY, 214, 3), Jitter.veil(TEAL, ink));
    for (var print : misprint(fault)) {
      var place = Shapes.at(print.x() + shiftX, print.y() + shiftY, print.turn());
      if (print.mirrored()) {
        place.scale(-1, 1);
      }
      var pen = canvas.pen(place);
      draw(pen, print.motif(), ink);
      pen.dispose();
    }
    canvas.grain(Noise.field(variation.split(), Canvas.LARGE, 3, 3), 0.018);
    damage(canvas, fault);
  }

  private static void cardboard(Canvas canvas, SplittableRandom variation) {
    canvas.background(Jitter.of(variation, new Color(0xa17c56), 6));
    canvas.grain(Noise.field(variation.split(), Canvas.LARGE, 600, 7), 0.035);
    canvas.grain(Noise.field(variation.split(), Canvas.LARGE, 5, 2.5), 0.06);
  }

  /** The prints as they come out of the press, right or wrong. */
  private static List<Print> misprint(Fault fault) {
    var prints = new ArrayList<>(PRINTS);
    switch (fault.kind()) {
      case "mirrored_print" -> {
        int[] sided = {0, 1, 6};
        int which = sided[fault.below(sided.length)];
        prints.set(which, prints.get(which).mirrorImage());
      }
      case "missing_print" -> {
        int[] lone = {0, 3, 4, 5, 7};
        prints.remove(lone[fault.below(lone.length)]);
      }
      case "swapped_signs" -> {
        prints.set(3, PRINTS.get(3).showing(Motif.DROP));
        if (fault.below(2) == 0) {
          prints.set(4, PRINTS.get(4).showing(Motif.FLAME));
        }
      }
      case "turned_code" -> {
        int which = fault.below(3) == 0 ? 6 : 7;
        prints.set(which, PRINTS.get(which).turned(which == 6 ? 180 : 90 * (1 + fault.below(3))));
      }
      default -> {}
    }
    return prints;
  }

  private static void draw(Graphics2D pen, Motif motif, double ink) {
    var black = Jitter.veil(INK, ink);
    pen.setPaint(black);
    switch (motif) {
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

  private static void damage(Canvas canvas, Fault fault) {
    double x = fault.between(45, 211);
    double y = fault.between(45, 211);
    if (fault.is("scratch")) {
      for (int i = fault.below(2); i >= 0; i--) {
        Damage.scratch(
            canvas,
            fault,
            x + 9 * i,
            y + 5 * i,
            fault.between(40, 110),
            new Color(150, 116, 80, 245),
            fault.between(1.6, 3));
      }
    } else if (fault.is("smudge")) {
      smudge(canvas, fault, x, y);
    } else if (fault.is("torn_corner")) {
      tear(canvas, fault);
    }
  }

  /** Ink that a finger has dragged along: many faint blots in a row. */
  private static void smudge(Canvas canvas, Fault fault, double x, double y) {
    double angle = fault.between(0, 2 * Math.PI);
    double radius = fault.between(8, 14);
    for (int i = 0; i < 14; i++) {
      double away = i * radius * 0.22;
      var blot =
          Shapes.blot(
              fault.random(),
              x + away * StrictMath.cos(angle),
              y + away * StrictMath.sin(angle),
              radius * (1 - 0.045 * i),
              0.2);
      canvas.fill(blot, Jitter.veil(new Color(0x2b303c), 0.16 - 0.007 * i));
    }
  }

  /** A corner torn off: cardboard, and the paper's white fibres along the tear. */
  private static void tear(Canvas canvas, Fault fault) {
    double width = fault.between(22, 62);
    double height = fault.between(22, 62);
    var edge = new Path2D.Double();
    for (int i = 0; i <= 18; i++) {
      double t = i / 18.0;
      double rough = i == 0 || i == 18 ? 0 : fault.between(-2.2, 2.2);
      Shapes.line(edge, width * t + rough, height * (1 - t) + rough);
    }
    var gone = new Path2D.Double(edge);
    gone.lineTo(width, -1);
    gone.lineTo(-1, -1);
    gone.lineTo(-1, height);
    gone.closePath();
    int corner = fault.below(4);
    var place =
        AffineTransform.getTranslateInstance(corner % 2 == 0 ? 21 : 235, corner < 2 ? 25 : 231);
    place.scale(corner % 2 == 0 ? 1 : -1, corner < 2 ? 1 : -1);
    var pen = canvas.pen(place);
    pen.setPaint(new Color(0x9a7652));
    pen.fill(gone);
    pen.setStroke(Damage.round(3.4));
    pen.setPaint(new Color(0xf7f4ec));
    pen.draw(edge);
    pen.setStroke(Damage.round(0.8));
    pen.setPaint(new Color(90, 70, 50, 130));
    pen.translate(-1.6, -1.6);
    pen.draw(edge);
    pen.dispose();
  }
}
