package org.onenip.demo;

import java.awt.Color;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Arc2D;
import java.awt.geom.Area;
import java.awt.geom.Path2D;
import java.util.List;
import java.util.SplittableRandom;

/** The cut end of a cable: three insulated cores of copper strands, always in the same order. */
final class Cable implements Product {
  private static final Color BROWN = new Color(0x7d4a2b);
  private static final Color BLUE = new Color(0x2f62a8);
  private static final Color GREEN = new Color(0x4d9440);
  private static final Color COPPER = new Color(0xc27a4a);
  private static final double CORE = 41;
  private static final double COPPER_RADIUS = 27;

  @Override
  public String name() {
    return "cable";
  }

  @Override
  public List<Kind> kinds() {
    return List.of(
        Kind.structural("cut_insulation"),
        Kind.structural("poked_insulation"),
        Kind.structural("bent_strands"),
        Kind.camouflaged("swapped_cores"),
        Kind.camouflaged("doubled_core"),
        Kind.camouflaged("missing_core"));
  }

  @Override
  public void draw(Canvas canvas, SplittableRandom variation, Fault fault) {
    canvas.background(Jitter.of(variation, new Color(0x8d9296), 6));
    canvas.grain(Noise.octaves(variation.split(), Canvas.LARGE, 16, 3), 0.05);
    canvas.place(Jitter.of(variation, 4), Jitter.of(variation, 4), Jitter.of(variation, 3));
    sheath(canvas, variation.split());
    Color[] colors = {BROWN, GREEN, BLUE};
    int odd = fault.below(3);
    int other = (odd + 1 + fault.below(2)) % 3;
    if (fault.is("swapped_cores")) {
      var kept = colors[odd];
      colors[odd] = colors[other];
      colors[other] = kept;
    } else if (fault.is("doubled_core")) {
      colors[odd] = colors[other];
    }
    for (int i = 0; i < 3; i++) {
      var core = variation.split();
      double angle = -Math.PI / 2 + 2 * Math.PI * i / 3;
      double x = 128 + 52 * StrictMath.cos(angle) + Jitter.of(core, 1.5);
      double y = 130 + 52 * StrictMath.sin(angle) + Jitter.of(core, 1.5);
      if (i == odd && fault.is("missing_core")) {
        continue;
      }
      canvas.shadow(Shapes.circle(x, y, CORE + 1), 1, 2, 3, 0.5);
      insulation(canvas, core, x, y, Jitter.of(core, colors[i], 8));
      copper(canvas, core, x, y, fault, i == odd && fault.is("bent_strands"));
      if (i == odd) {
        hurt(canvas, fault, x, y);
      }
    }
  }

  private static void sheath(Canvas canvas, SplittableRandom random) {
    var outer = Shapes.blot(random, 128, 128, 116, 0.006);
    canvas.shadow(outer, 6, 9, 7, 0.55);
    canvas.fill(outer, Shapes.sweep(40, 20, 220, 240, new Color(0xd5d7d9), new Color(0x9ea3a8)));
    canvas.fill(Shapes.circle(128, 128, 104), new Color(0x6f7478));
    canvas.fill(
        Shapes.circle(128.5, 129, 103),
        Shapes.glow(128, 128, 104, new Color(0x9a948a), new Color(0x7b766d)));
    var pen = canvas.pen();
    for (int i = 0; i < 260; i++) { // the filler's fibres
      double angle = random.nextDouble() * 2 * Math.PI;
      double away = 102 * Math.sqrt(random.nextDouble());
      pen.setPaint(Jitter.veil(random.nextInt(2) == 0 ? Color.WHITE : Color.BLACK, 0.12));
      pen.fill(
          Shapes.circle(
              128 + away * StrictMath.cos(angle),
              128 + away * StrictMath.sin(angle),
              0.7 + random.nextDouble()));
    }
  }

  private static void insulation(
      Canvas canvas, SplittableRandom random, double x, double y, Color color) {
    var ring = Shapes.blot(random, x, y, CORE, 0.008);
    canvas.fill(
        ring,
        Shapes.sweep(
            x - 30,
            y - 36,
            x + 30,
            y + 36,
            Jitter.times(color, 1.3),
            color,
            Jitter.times(color, 0.75)));
    var pen = canvas.pen();
    pen.setPaint(Jitter.veil(Color.WHITE, 0.28));
    pen.setStroke(Damage.round(1.6));
    pen.draw(
        new Arc2D.Double(
            x - CORE + 3, y - CORE + 3, 2 * CORE - 6, 2 * CORE - 6, 95, 75, Arc2D.OPEN));
    canvas.fill(Shapes.circle(x, y, COPPER_RADIUS + 1.4), Jitter.times(color, 0.4));
    canvas.fill(Shapes.circle(x, y, COPPER_RADIUS), new Color(0x2e1a10));
  }

  /** Strands in three hexagonal shells about one in the middle. */
  private static void copper(
      Canvas canvas, SplittableRandom random, double x, double y, Fault fault, boolean bent) {
    double turn = random.nextDouble() * Math.PI;
    double side = fault.between(0, 2 * Math.PI);
    double width = fault.between(0.35, 0.8);
    for (int shell = 3; shell >= 0; shell--) {
      int count = shell == 0 ? 1 : 6 * shell;
      for (int k = 0; k < count; k++) {
        double angle = turn + 2 * Math.PI * k / count + shell * 0.2;
        double away = shell * 7.6 + Jitter.of(random, 0.5);
        double sx = x + away * StrictMath.cos(angle) + Jitter.of(random, 0.4);
        double sy = y + away * StrictMath.sin(angle) + Jitter.of(random, 0.4);
        var color = Jitter.of(random, COPPER, 14);
        double apart = Math.abs(Math.IEEEremainder(angle - side, 2 * Math.PI));
        if (bent && shell > 1 && apart < width) {
          bend(canvas, fault, sx, sy, side, color);
        } else {
          canvas.fill(Shapes.circle(sx, sy, 3.9), Shapes.ball(sx, sy, 3.9, color));
        }
      }
    }
  }

  /** A strand that sticks out sideways over the insulation. */
  private static void bend(
      Canvas canvas, Fault fault, double x, double y, double angle, Color color) {
    var path =
        Shapes.wander(
            fault.random(), x, y, angle + fault.between(-0.5, 0.5), fault.between(10, 24), 0.2);
    canvas.shadow(Damage.round(5).createStrokedShape(path), 1, 2, 1, 0.45);
    var pen = canvas.pen();
    pen.setStroke(Damage.round(6.4));
    pen.setPaint(Jitter.times(color, 0.6));
    pen.draw(path);
    pen.setStroke(Damage.round(4));
    pen.setPaint(color);
    pen.draw(path);
    pen.setStroke(Damage.round(1.2));
    pen.setPaint(Jitter.times(color, 1.35));
    pen.draw(AffineTransform.getTranslateInstance(-1, -1).createTransformedShape(path));
  }

  private static void hurt(Canvas canvas, Fault fault, double x, double y) {
    double angle = fault.between(0, 2 * Math.PI);
    double middle = (CORE + COPPER_RADIUS) / 2;
    double hurtX = x + middle * StrictMath.cos(angle);
    double hurtY = y + middle * StrictMath.sin(angle);
    if (fault.is("cut_insulation")) {
      var place = AffineTransform.getTranslateInstance(x, y);
      place.rotate(angle);
      double half = fault.between(8, 19);
      var notch = new Path2D.Double();
      double depth = COPPER_RADIUS + 1 + fault.between(0, 4);
      notch.moveTo(depth, fault.between(0.2, 0.7) * half);
      notch.lineTo(depth, -fault.between(0.2, 0.7) * half);
      notch.lineTo(CORE + 3, -half);
      notch.lineTo(CORE + 3, half);
      notch.closePath();
      var inside = new Area(place.createTransformedShape(notch));
      inside.intersect(new Area(Shapes.circle(x, y, CORE + 0.8)));
      canvas.fill(inside, new Color(0x3d3a36));
      Shape deep = AffineTransform.getTranslateInstance(1.2, 1.6).createTransformedShape(inside);
      var lit = new Area(inside);
      lit.intersect(new Area(deep));
      canvas.fill(lit, new Color(0x827c73));
    } else if (fault.is("poked_insulation")) {
      double radius = fault.between(4.5, 8);
      canvas.fill(
          Shapes.blot(fault.random(), hurtX, hurtY, radius + 1, 0.2),
          Jitter.veil(Color.WHITE, 0.35));
      canvas.fill(
          Shapes.blot(fault.random(), hurtX + 0.5, hurtY + 0.6, radius, 0.25),
          new Color(24, 18, 16));
    }
  }
}
