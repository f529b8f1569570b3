package org.onenip.demo;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.geom.Arc2D;
import java.util.List;
import java.util.SplittableRandom;

/** A planed board: growth rings cut lengthwise, fibres and pores. */
final class Wood implements Product {
  private static final int EARLY = 0xc99a64;
  private static final int LATE = 0x93622f;

  @Override
  public String name() {
    return "wood";
  }

  @Override
  public List<Kind> kinds() {
    return List.of(
        Kind.structural("scratch"),
        Kind.structural("hole"),
        Kind.structural("stain"),
        Kind.structural("crack"),
        Kind.camouflaged("turned_plug"));
  }

  @Override
  public void draw(Canvas canvas, SplittableRandom variation, Fault fault) {
    double plugX = 2 * fault.between(50, 206);
    double plugY = 2 * fault.between(50, 206);
    double plug = fault.is("turned_plug") ? 2 * fault.between(16, 30) : 0;
    grain(canvas, variation, plugX, plugY, plug);
    double x = fault.between(35, 221);
    double y = fault.between(35, 221);
    switch (fault.kind()) {
      case "scratch" ->
          Damage.scratch(
              canvas,
              fault,
              x,
              y,
              fault.between(40, 130),
              new Color(238, 214, 170, 230),
              fault.between(1.1, 2.2));
      case "hole" -> holes(canvas, fault, x, y);
      case "stain" ->
          Damage.stain(canvas, fault, x, y, fault.between(9, 27), new Color(52, 30, 22), 0.5);
      case "crack" -> split(canvas, fault, x, y);
      default -> {}
    }
  }

  private static void grain(
      Canvas canvas, SplittableRandom variation, double plugX, double plugY, double plug) {
    int size = Canvas.LARGE;
    var bend = Noise.field(variation.split(), size, 110, 420);
    var wobble = Noise.field(variation.split(), size, 30, 160);
    var tone = Noise.field(variation.split(), size, 170, 300);
    var fibres = Noise.field(variation.split(), size, 2.2, 70);
    var pores = Noise.field(variation.split(), size, 1.8, 16);
    double shift = variation.nextDouble() * 10;
    double ring = 30 + 9 * variation.nextDouble();
    double tilt = Jitter.of(variation, 0.04);
    double brightness = 1 + Jitter.of(variation, 0.08);
    var pixels = canvas.pixels();
    for (int y = 0; y < size; y++) {
      for (int x = 0; x < size; x++) {
        double dx = x - plugX;
        double dy = y - plugY;
        boolean inside = dx * dx + dy * dy < plug * plug;
        int atX = inside ? clip(plugX + dy) : x;
        int atY = inside ? clip(plugY - dx) : y;
        int at = atY * size + atX;
        double r = (atX + tilt * atY) / ring + 1.7 * bend[at] + 0.25 * wobble[at] + shift;
        double age = r - Math.floor(r);
        double late = age * age * age * (age > 0.93 ? (1 - age) / 0.07 : 1);
        int color = Jitter.mix(EARLY, LATE, 0.9 * late + 0.12);
        double light = brightness * (1 + 0.06 * fibres[at] + 0.07 * tone[at]);
        if (pores[at] > 0.5) {
          light *= 1 - 0.4 * (pores[at] - 0.5) / 0.5;
        }
        pixels[y * size + x] = Jitter.times(color, light);
      }
    }
  }

  private static int clip(double at) {
    return (int) Math.max(0, Math.min(Canvas.LARGE - 1, at));
  }

  private static void holes(Canvas canvas, Fault fault, double x, double y) {
    for (int i = fault.below(3); i >= 0; i--) {
      double radius = fault.between(4, 9);
      var hole = Shapes.blot(fault.random(), x, y, radius, 0.1);
      canvas.shadow(hole, 0, 0, 2, 0.35);
      canvas.fill(
          hole, Shapes.glow(x + 1, y + 1, radius, new Color(22, 13, 8), new Color(58, 34, 18)));
      var pen = canvas.pen();
      pen.setStroke(new BasicStroke(0.9f));
      pen.setPaint(new Color(235, 205, 155, 150));
      pen.draw(
          new Arc2D.Double(x - radius, y - radius, 2 * radius, 2 * radius, 200, 150, Arc2D.OPEN));
      x += fault.between(-26, 26);
      y += fault.between(-26, 26);
    }
  }

  /** A split along the grain: wide in the middle, thin at both ends. */
  private static void split(Canvas canvas, Fault fault, double x, double y) {
    double length = fault.between(50, 150);
    double width = fault.between(1.8, 4.5);
    var gap = new java.awt.geom.Path2D.Double();
    double[] middle = new double[24];
    for (int i = 1; i < middle.length; i++) {
      middle[i] = middle[i - 1] + fault.between(-1, 1);
    }
    for (int i = 0; i < 2 * middle.length; i++) {
      int step = i < middle.length ? i : 2 * middle.length - 1 - i;
      double t = step / (middle.length - 1.0);
      double half = width * StrictMath.sin(Math.PI * t) * fault.between(0.7, 1.1);
      double side = i < middle.length ? -half : half;
      Shapes.line(gap, x + middle[step] + side, y + length * (t - 0.5));
    }
    gap.closePath();
    canvas.shadow(gap, 1, 0, 1, 0.4);
    canvas.fill(gap, new Color(34, 20, 12));
  }
}
