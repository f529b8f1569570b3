package org.onenip.data.generated;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.geom.Arc2D;
import java.awt.geom.Area;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.util.List;
import java.util.SplittableRandom;

/** A blister pack: five rows of a long white tablet and a round coral one, each in its pocket. */
final class Blister implements Product {
  private static final Color WHITE = new Color(0xe9e6dc);
  private static final Color CORAL = new Color(0xcf6a4c);
  private static final int ROWS = 5;

  @Override
  public String name() {
    return "blister";
  }

  @Override
  public List<Kind> kinds() {
    return List.of(
        Kind.structural("broken_pill"),
        Kind.structural("torn_foil"),
        Kind.structural("stain"),
        Kind.camouflaged("missing_pill"),
        Kind.camouflaged("wrong_pill"),
        Kind.camouflaged("swapped_pills"));
  }

  @Override
  public void draw(Canvas canvas, SplittableRandom variation, Fault fault) {
    canvas.background(Jitter.of(variation, new Color(0x47586b), 6));
    canvas.grain(Noise.octaves(variation.split(), Canvas.LARGE, 40, 4), 0.06);
    canvas.place(Jitter.of(variation, 4), Jitter.of(variation, 3), Jitter.of(variation, 2.5));
    foil(canvas, variation.split());
    int row = fault.below(ROWS);
    boolean oddRound = fault.below(2) == 1;
    for (int i = 0; i < 2 * ROWS; i++) {
      var random = variation.split();
      boolean round = i % 2 == 1;
      double x = round ? 180 : 92;
      double y = 40 + 44 * (i / 2);
      boolean here = i / 2 == row && round == oddRound;
      boolean exchanged =
          fault.is("wrong_pill") && here || fault.is("swapped_pills") && i / 2 == row;
      pocket(canvas, x, y, round ? 40 : 64);
      double turn = Jitter.of(random, 5);
      var place = Shapes.at(x + Jitter.of(random, 1.6), y + Jitter.of(random, 1.2), turn);
      if (!(here && fault.is("missing_pill"))) {
        pill(canvas, random, place, round != exchanged, fault, here);
      }
      shine(canvas, x, y, round ? 40 : 64);
    }
    if (fault.is("torn_foil")) {
      tear(canvas, fault);
    } else if (fault.is("stain")) {
      Damage.stain(
          canvas,
          fault,
          fault.between(60, 200),
          fault.between(40, 216),
          fault.between(8, 17),
          new Color(74, 52, 24),
          0.5);
    }
  }

  private static void foil(Canvas canvas, SplittableRandom random) {
    var pack = Shapes.box(128, 128, 190, 234, 12);
    canvas.shadow(pack, 5, 7, 5, 0.55);
    var silver = Jitter.of(random, new Color(0xb9bec4), 7);
    canvas.fill(
        pack,
        Shapes.sweep(
            30,
            0,
            226,
            256,
            Jitter.times(silver, 1.12),
            Jitter.times(silver, 0.93),
            Jitter.times(silver, 1.08),
            Jitter.times(silver, 0.9)));
    var falling = new Path2D.Double();
    var rising = new Path2D.Double();
    for (double shift = -186; shift < 186; shift += 5) { // the seal's diamonds
      double left = Math.max(-92, shift - 114);
      double right = Math.min(92, shift + 114);
      falling.append(
          new Line2D.Double(128 + left, 128 + left - shift, 128 + right, 128 + right - shift),
          false);
      rising.append(
          new Line2D.Double(128 + left, 128 + shift - left, 128 + right, 128 + shift - right),
          false);
    }
    var pen = canvas.pen();
    pen.setStroke(Damage.flat(0.7));
    pen.setPaint(new Color(255, 255, 255, 46));
    pen.draw(falling);
    pen.setPaint(new Color(40, 46, 54, 40));
    pen.draw(rising);
  }

  /** The dome of clear plastic: a bright rim, and foil that lies smooth inside. */
  private static void pocket(Canvas canvas, double x, double y, double width) {
    canvas.fill(Shapes.box(x, y, width + 6, 38, 19), new Color(70, 76, 84, 110));
    canvas.fill(
        Shapes.box(x - 0.5, y - 0.6, width + 4, 36, 18),
        Shapes.sweep(x - 10, y - 20, x + 10, y + 20, new Color(0x8d949b), new Color(0xd2d6da)));
    canvas.fill(
        Shapes.box(x, y, width, 33, 16),
        Shapes.sweep(x, y - 17, x, y + 17, new Color(0x9aa1a8), new Color(0xb9bfc5)));
  }

  private static void shine(Canvas canvas, double x, double y, double width) {
    var pen = canvas.pen();
    pen.setStroke(Damage.round(1.8));
    pen.setPaint(new Color(255, 255, 255, 165));
    pen.draw(new Arc2D.Double(x - width / 2 + 1, y - 16, 30, 31, 110, 60, Arc2D.OPEN));
    pen.setStroke(Damage.round(1));
    pen.setPaint(new Color(255, 255, 255, 110));
    pen.draw(new Arc2D.Double(x + width / 2 - 32, y - 15, 30, 31, 290, 50, Arc2D.OPEN));
  }

  private static void pill(
      Canvas canvas,
      SplittableRandom random,
      AffineTransform place,
      boolean round,
      Fault fault,
      boolean here) {
    var color = Jitter.of(random, round ? CORAL : WHITE, 5);
    double width = round ? 28 : 54;
    double height = round ? 28 : 23;
    var body = new Area(Shapes.box(0, 0, width, height, height / 2));
    if (here && fault.is("broken_pill")) {
      body.subtract(new Area(bite(fault, width, height)));
    }
    canvas.shadow(place.createTransformedShape(body), 2, 3, 2, 0.5);
    var pen = canvas.pen(place);
    pen.setPaint(Jitter.times(color, 0.72));
    pen.fill(body);
    pen.clip(body);
    pen.setPaint(
        round
            ? Shapes.ball(0, 0, 17, color)
            : Shapes.sweep(
                0, -12, 0, 12, Jitter.times(color, 1.08), color, Jitter.times(color, 0.74)));
    pen.fill(Shapes.box(-0.4, -0.5, width - 1.6, height - 1.6, height / 2));
    score(pen, color, round ? 0 : height / 2 - 2);
    pen.dispose();
    if (here && fault.is("broken_pill")) {
      for (int i = 0; i < 5; i++) {
        double[] crumb = {fault.between(-width / 2, width / 2), fault.between(-13, 13)};
        place.transform(crumb, 0, crumb, 0, 1);
        canvas.fill(
            Shapes.blot(fault.random(), crumb[0], crumb[1], fault.between(0.7, 1.8), 0.3), color);
      }
    }
  }

  /** The line to break a tablet at; the round ones have a cross. */
  private static void score(Graphics2D pen, Color color, double half) {
    double reach = half == 0 ? 9 : half;
    pen.setStroke(Damage.round(1.6));
    pen.setPaint(Jitter.times(color, 0.62));
    pen.draw(new Line2D.Double(0, -reach, 0, reach));
    pen.setStroke(Damage.round(0.8));
    pen.setPaint(Jitter.times(color, 1.25));
    pen.draw(new Line2D.Double(1.1, -reach, 1.1, reach));
    if (half == 0) {
      pen.setPaint(Jitter.times(color, 0.62));
      pen.setStroke(Damage.round(1.6));
      pen.draw(new Line2D.Double(-reach, 0, reach, 0));
    }
  }

  /** A jagged piece off one end. */
  private static Path2D bite(Fault fault, double width, double height) {
    double keep = fault.between(0.12, 0.36) * width;
    double side = fault.below(2) == 0 ? -1 : 1;
    var bite = new Path2D.Double();
    for (double y = -height / 2 - 2; y <= height / 2 + 2; y += 3) {
      Shapes.line(bite, side * (keep + fault.between(-2.6, 2.6)), y);
    }
    bite.lineTo(side * width, height);
    bite.lineTo(side * width, -height);
    bite.closePath();
    return bite;
  }

  private static void tear(Canvas canvas, Fault fault) {
    double x = fault.between(50, 206);
    double y = fault.between(30, 226);
    double angle = fault.between(0, Math.PI);
    double length = fault.between(20, 48);
    double width = fault.between(3, 7);
    var gap = new Path2D.Double();
    for (int i = 0; i < 24; i++) {
      double t = i < 12 ? i / 11.0 : (23 - i) / 11.0;
      double half =
          width * StrictMath.sin(Math.PI * t) * (i < 12 ? 1 : -1) + fault.between(-0.8, 0.8);
      double along = length * (t - 0.5);
      Shapes.line(
          gap,
          x + along * StrictMath.cos(angle) - half * StrictMath.sin(angle),
          y + along * StrictMath.sin(angle) + half * StrictMath.cos(angle));
    }
    gap.closePath();
    canvas.fill(gap, new Color(0x2b2a2c));
    var pen = canvas.pen();
    pen.setStroke(Damage.round(1.3));
    pen.setPaint(new Color(0xf1f3f5));
    pen.draw(AffineTransform.getTranslateInstance(-0.7, -0.9).createTransformedShape(gap));
  }
}
