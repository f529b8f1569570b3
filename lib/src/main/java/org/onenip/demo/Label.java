package org.onenip.demo;

import java.awt.Color;
import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** A printed label on cardboard: emblem, brand, text, two signs, data matrix and bar code. */
final class Label implements Product {
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
    canvas.fill(new Rectangle2D.Double(21, 92 + shiftY, 214, 3), Jitter.veil(Motif.TEAL, ink));
    for (var print : misprint(fault)) {
      var place = Shapes.at(print.x() + shiftX, print.y() + shiftY, print.turn());
      if (print.mirrored()) {
        place.scale(-1, 1);
      }
      var pen = canvas.pen(place);
      print.motif().draw(pen, ink);
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
