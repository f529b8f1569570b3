package org.onenip.demo;

import java.awt.Color;
import java.awt.Paint;
import java.awt.TexturePaint;
import java.awt.geom.AffineTransform;
import java.awt.geom.Arc2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** A blister pack: five rows of a long white tablet and a round coral one, each in its pocket. */
final class Blister implements Product {
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
    var pills = new ArrayList<Pill>();
    for (int i = 0; i < 2 * ROWS; i++) {
      var random = variation.split();
      boolean round = i % 2 == 1;
      double x = round ? 180 : 92;
      double y = 40 + 44 * (i / 2);
      boolean here = i / 2 == row && round == oddRound;
      boolean exchanged =
          fault.is("wrong_pill") && here || fault.is("swapped_pills") && i / 2 == row;
      pocket(canvas, x, y, round ? 40 : 64);
      var place =
          Shapes.at(x + Jitter.of(random, 1.6), y + Jitter.of(random, 1.2), Jitter.of(random, 5));
      if (!(here && fault.is("missing_pill"))) {
        var pill = Pill.whole(place, round != exchanged, Jitter.of(random, 5));
        pills.add(here && fault.is("broken_pill") ? pill.broken(fault) : pill);
      }
    }
    var shadows = new Path2D.Double(Path2D.WIND_NON_ZERO);
    pills.forEach(pill -> shadows.append(pill.place().createTransformedShape(pill.body()), false));
    canvas.shadow(shadows, 2, 3, 2, 0.5);
    pills.forEach(pill -> pill.draw(canvas));
    for (int i = 0; i < 2 * ROWS; i++) {
      shine(canvas, i % 2 == 1 ? 180 : 92, 40 + 44 * (i / 2), i % 2 == 1 ? 40 : 64);
    }
    if (fault.is("torn_foil")) {
      tear(canvas, fault);
    } else if (fault.is("stain")) {
      Damage.stain(
          canvas,
          fault,
          fault.between(60, 200),
          fault.between(40, 216),
          fault.between(9, 24),
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
    canvas.fill(pack, seal());
  }

  /** The seal's small diamonds, as a tile. */
  private static Paint seal() {
    int side = 11;
    var tile = new BufferedImage(side, side, BufferedImage.TYPE_INT_ARGB);
    for (int i = 0; i < side; i++) {
      tile.setRGB(i, side - 1 - i, 0x28282e36);
      tile.setRGB(i, (side - i) % side, 0x28282e36);
      tile.setRGB(i, i, 0x38ffffff);
      tile.setRGB(i, (i + 1) % side, 0x24ffffff);
    }
    return new TexturePaint(tile, new Rectangle2D.Double(0, 0, side / 2.0, side / 2.0));
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

  private static void tear(Canvas canvas, Fault fault) {
    double x = fault.between(50, 206);
    double y = fault.between(30, 226);
    double angle = fault.between(0, Math.PI);
    double length = fault.between(24, 70);
    double width = fault.between(4, 10);
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
