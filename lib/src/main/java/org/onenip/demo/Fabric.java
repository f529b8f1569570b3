package org.onenip.demo;

import java.awt.Color;
import java.awt.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Checked cloth in a 2/2 twill: yarns of fixed colours cross over and under in pairs. */
final class Fabric implements Product {
  private static final int SLATE = 0x63748c;
  private static final int CREAM = 0xd9cfb8;
  private static final int NAVY = 0x2d3550;
  private static final int RUST = 0xa3543a;
  private static final double PITCH = 5.2 * Canvas.SCALE;

  /** The colours of the yarns, repeated across and down. */
  private static final int[] SETT = sett();

  private static int[] sett() {
    var colors = new int[24];
    Arrays.fill(colors, SLATE);
    Arrays.fill(colors, 2, 8, NAVY);
    Arrays.fill(colors, 14, 16, CREAM);
    colors[19] = RUST;
    return colors;
  }

  @Override
  public String name() {
    return "fabric";
  }

  @Override
  public List<Kind> kinds() {
    return List.of(
        Kind.structural("hole"),
        Kind.structural("stain"),
        Kind.structural("thread"),
        Kind.camouflaged("shifted_patch"),
        Kind.camouflaged("extra_stripe"));
  }

  @Override
  public void draw(Canvas canvas, SplittableRandom variation, Fault fault) {
    weave(canvas, variation, fault);
    if (fault.is("hole")) {
      tear(canvas, fault);
    } else if (fault.is("stain")) {
      var color = fault.below(2) == 0 ? new Color(60, 38, 20) : new Color(30, 42, 34);
      double radius = fault.between(9, 26);
      Damage.stain(
          canvas, fault, fault.between(40, 216), fault.between(40, 216), radius, color, 0.68);
    } else if (fault.is("thread")) {
      looseThread(canvas, fault);
    }
  }

  private static void weave(Canvas canvas, SplittableRandom variation, Fault fault) {
    int size = Canvas.LARGE;
    var waveX = Noise.field(variation.split(), size, 150, 150);
    var waveY = Noise.field(variation.split(), size, 150, 150);
    var fuzz = Noise.field(variation.split(), size, 2.2, 2.2);
    double turn = Math.toRadians(Jitter.of(variation, 1.5));
    double shiftU = Jitter.of(variation, 0.8) + 48;
    double shiftV = Jitter.of(variation, 0.8) + 48;
    var thickness = new double[2][128];
    for (var direction : thickness) {
      for (int i = 0; i < direction.length; i++) {
        direction[i] = 1 + Jitter.of(variation, 0.09);
      }
    }
    var patch = Patch.of(fault);
    int stripe = fault.is("extra_stripe") ? 48 + 4 + fault.below(40) : -1;
    int stripeColor = fault.below(2) == 0 ? CREAM : RUST;
    var pixels = canvas.pixels();
    double cos = StrictMath.cos(turn);
    double sin = StrictMath.sin(turn);
    for (int y = 0; y < size; y++) {
      for (int x = 0; x < size; x++) {
        int at = y * size + x;
        double u = (x * cos - y * sin + 3.5 * waveX[at]) / PITCH + shiftU;
        double v = (x * sin + y * cos + 3.5 * waveY[at]) / PITCH + shiftV;
        int i = (int) u;
        int j = (int) v;
        int phase = i + j & 3;
        boolean warpOnTop = phase < 2;
        double across = (warpOnTop ? u - i : v - j) - 0.5;
        double along = warpOnTop ? phase + v - j : phase - 2 + u - i;
        int moved = patch.holds(x, y) ? patch.yarns() : 0;
        int color = warpOnTop ? SETT[(i + moved) % 24] : SETT[(j + moved) % 24];
        if (warpOnTop && i == stripe) {
          color = stripeColor;
        }
        double height = 0.6 * Math.sqrt(1 - 3.4 * across * across) + 0.4 * along * (2 - along);
        double turns = 1.5 * along + 1.2 * across + 1;
        double twist = 0.28 * Math.abs(turns - (int) turns - 0.5) - 0.07;
        double light = 0.42 + 0.66 * height - 0.22 * across + twist + 0.1 * fuzz[at];
        pixels[at] =
            Jitter.times(color, light * thickness[warpOnTop ? 0 : 1][(warpOnTop ? i : j) & 127]);
      }
    }
  }

  /** Where another piece of the same cloth was set in: the yarns go through, the colours do not. */
  private record Patch(double x, double y, double width, double height, int yarns) {
    static Patch of(Fault fault) {
      return fault.is("shifted_patch")
          ? new Patch(
              fault.between(110, 400),
              fault.between(110, 400),
              fault.between(35, 80),
              fault.between(35, 80),
              8 + 4 * fault.below(3))
          : new Patch(0, 0, -1, -1, 0);
    }

    boolean holds(int px, int py) {
      return Math.abs(px - x) < width && Math.abs(py - y) < height;
    }
  }

  private static void tear(Canvas canvas, Fault fault) {
    double x = fault.between(40, 216);
    double y = fault.between(40, 216);
    double radius = fault.between(7, 24);
    double flat = fault.between(0.45, 1);
    var place = Shapes.at(x, y, fault.between(0, 180));
    place.scale(1, flat);
    Shape edge = place.createTransformedShape(Shapes.blot(fault.random(), 0, 0, radius, 0.25));
    canvas.shadow(edge, 0, 0, 3, 0.5);
    canvas.fill(edge, new Color(27, 23, 21));
    var pen = canvas.pen();
    int[] yarns = {SLATE, NAVY, CREAM, SLATE};
    for (int i = 0; i < 26; i++) { // frayed ends reach into the hole
      double angle = fault.between(0, 2 * Math.PI);
      var end = new double[] {radius * StrictMath.cos(angle), radius * StrictMath.sin(angle)};
      place.transform(end, 0, end, 0, 1);
      double inward = StrictMath.atan2(y - end[1], x - end[0]) + fault.between(-0.7, 0.7);
      var fibre =
          Shapes.wander(
              fault.random(), end[0], end[1], inward, radius * fault.between(0.2, 0.75), 0.5);
      pen.setStroke(Damage.round(fault.between(0.5, 1.3)));
      pen.setPaint(Jitter.times(new Color(yarns[fault.below(4)]), fault.between(0.6, 1.1)));
      pen.draw(fibre);
    }
  }

  private static void looseThread(Canvas canvas, Fault fault) {
    var path =
        Shapes.wander(
            fault.random(),
            fault.between(60, 196),
            fault.between(60, 196),
            fault.between(0, 2 * Math.PI),
            fault.between(45, 130),
            0.5);
    var outline = Damage.round(2.4).createStrokedShape(path);
    canvas.shadow(outline, 2, 3, 1, 0.6);
    var color = new Color(fault.below(2) == 0 ? CREAM : 0xb8b0a0);
    canvas.fill(outline, Jitter.times(color, 0.72));
    var pen = canvas.pen();
    pen.translate(-0.4, -0.4);
    pen.setPaint(color);
    pen.setStroke(Damage.round(1.2));
    pen.draw(path);
    pen.translate(0.4, 0.4);
  }
}
