package org.onenip.demo;

import java.awt.Color;
import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.onenip.demo.BoardPart.Type;

/** A populated circuit board: every part has its place, its direction and its neighbours. */
final class Board implements Product {
  private static final Color MASK = new Color(0x1d5c3c);

  private static final List<BoardPart> PARTS =
      List.of(
          new BoardPart(Type.PROCESSOR, 104, 118, 0),
          new BoardPart(Type.DRIVER, 188, 84, 0),
          new BoardPart(Type.DRIVER, 188, 124, 0),
          new BoardPart(Type.ELECTROLYTIC, 50, 54, 0),
          new BoardPart(Type.ELECTROLYTIC, 88, 50, 0),
          new BoardPart(Type.CRYSTAL, 104, 168, 0),
          new BoardPart(Type.RESISTOR, 130, 48, 90),
          new BoardPart(Type.RESISTOR, 146, 48, 90),
          new BoardPart(Type.CAPACITOR, 162, 48, 90),
          new BoardPart(Type.RESISTOR, 178, 48, 90),
          new BoardPart(Type.CAPACITOR, 44, 96, 0),
          new BoardPart(Type.RESISTOR, 44, 112, 0),
          new BoardPart(Type.RESISTOR, 44, 128, 0),
          new BoardPart(Type.CAPACITOR, 44, 144, 0),
          new BoardPart(Type.RED_LIGHT, 46, 206, 0),
          new BoardPart(Type.GREEN_LIGHT, 70, 206, 0),
          new BoardPart(Type.AMBER_LIGHT, 94, 206, 0),
          new BoardPart(Type.CAPACITOR, 150, 160, 0),
          new BoardPart(Type.RESISTOR, 150, 176, 0),
          new BoardPart(Type.CONNECTOR, 178, 202, 0));

  @Override
  public String name() {
    return "board";
  }

  @Override
  public List<Kind> kinds() {
    return List.of(
        Kind.structural("scratch"),
        Kind.structural("burn"),
        Kind.structural("solder"),
        Kind.camouflaged("missing_part"),
        Kind.camouflaged("swapped_parts"),
        Kind.camouflaged("turned_part"));
  }

  @Override
  public void draw(Canvas canvas, SplittableRandom variation, Fault fault) {
    canvas.background(Jitter.of(variation, new Color(0x4a4d52), 6));
    canvas.grain(Noise.octaves(variation.split(), Canvas.LARGE, 10, 3), 0.1);
    canvas.place(Jitter.of(variation, 4), Jitter.of(variation, 4), Jitter.of(variation, 2.5));
    laminate(canvas, variation.split());
    PARTS.forEach(part -> part.footprint(canvas));
    if (fault.is("scratch")) {
      double length = fault.between(45, 130);
      Damage.scratch(
          canvas,
          fault,
          fault.between(60, 200),
          fault.between(60, 200),
          length,
          new Color(214, 168, 108, 235),
          fault.between(1.8, 3));
    }
    var parts = new ArrayList<>(PARTS);
    int removed = misplace(parts, fault);
    var shadows = new Path2D.Double(Path2D.WIND_NON_ZERO);
    var places = new ArrayList<AffineTransform>();
    for (int i = 0; i < parts.size(); i++) {
      var part = parts.get(i);
      places.add(
          Shapes.at(
              part.x() + Jitter.of(variation, 0.7),
              part.y() + Jitter.of(variation, 0.7),
              part.turn() + Jitter.of(variation, 1.5)));
      if (i != removed) {
        shadows.append(places.get(i).createTransformedShape(part.type().outline()), false);
      }
    }
    canvas.shadow(shadows, 2, 3, 2, 0.6);
    for (int i = 0; i < parts.size(); i++) {
      var random = variation.split();
      if (i != removed) {
        var pen = canvas.pen(places.get(i));
        parts.get(i).type().draw(pen, random);
        pen.dispose();
      }
    }
    damage(canvas, fault);
  }

  /** Exchanges or turns parts; returns the place that stays empty, −1 if none does. */
  private static int misplace(List<BoardPart> parts, Fault fault) {
    if (fault.is("missing_part")) {
      return fault.below(parts.size());
    } else if (fault.is("swapped_parts")) {
      int[][] pairs = {{14, 15}, {15, 16}, {14, 16}, {7, 8}, {10, 11}, {17, 18}, {12, 13}, {8, 9}};
      int[] pair = pairs[fault.below(pairs.length)];
      var first = parts.get(pair[0]);
      var second = parts.get(pair[1]);
      parts.set(pair[0], first.holding(second.type()));
      parts.set(pair[1], second.holding(first.type()));
    } else if (fault.is("turned_part")) {
      int[] directed = {0, 1, 2, 3, 4, 19};
      int which = directed[fault.below(directed.length)];
      parts.set(which, parts.get(which).turned(which == 0 ? 90 * (1 + fault.below(3)) : 180));
    }
    return -1;
  }

  private static void damage(Canvas canvas, Fault fault) {
    double x = fault.between(60, 200);
    double y = fault.between(60, 200);
    if (fault.is("burn")) {
      double radius = fault.between(14, 27);
      for (int i = 0; i < 4; i++) {
        var edge = Shapes.blot(fault.random(), x, y, radius * (1 - 0.2 * i), 0.2);
        canvas.fill(edge, new Color(34, 19, 9, 105));
      }
      canvas.fill(
          Shapes.blot(fault.random(), x, y, radius * 0.35, 0.3), new Color(118, 104, 88, 120));
    } else if (fault.is("solder")) {
      var chip = PARTS.get(fault.below(3));
      double side = fault.below(2) == 0 ? -1 : 1;
      double reach = chip.type() == Type.PROCESSOR ? 31 : 17;
      double ballX = chip.x() + fault.between(-12, 12);
      double ballY = chip.y() + side * reach;
      double radius = fault.between(5, 10);
      var blob = Shapes.blot(fault.random(), ballX, ballY, radius, 0.2);
      canvas.shadow(blob, 1, 2, 2, 0.5);
      canvas.fill(blob, Shapes.ball(ballX, ballY, radius, new Color(0xc2c6cb)));
      canvas.fill(Shapes.circle(ballX - 2, ballY - 2, 1.2), new Color(255, 255, 255, 220));
    }
  }

  private static void laminate(Canvas canvas, SplittableRandom random) {
    var board = Shapes.box(128, 128, 224, 224, 7);
    canvas.shadow(board, 4, 6, 5, 0.6);
    canvas.fill(board, new Color(0xb9a36a));
    var mask = Jitter.of(random, MASK, 6);
    canvas.fill(
        Shapes.box(128, 128, 222, 222, 6),
        Shapes.sweep(20, 10, 230, 250, Jitter.times(mask, 1.16), mask, Jitter.times(mask, 0.88)));
    traces(canvas, mask);
    for (double x : new double[] {28, 228}) {
      for (double y : new double[] {28, 228}) {
        canvas.fill(Shapes.circle(x, y, 8), new Color(0xc9a24e));
        canvas.fill(Shapes.circle(x, y, 5), new Color(0x2a2c2f));
      }
    }
  }

  private static void traces(Canvas canvas, Color mask) {
    var pen = canvas.pen();
    pen.setPaint(Jitter.times(mask, 1.35));
    var layout = new SplittableRandom(11); // the same on every board
    for (int i = 0; i < 34; i++) {
      var path = new Path2D.Double();
      double x = 36 + 6 * layout.nextInt(31);
      double y = 36 + 6 * layout.nextInt(31);
      path.moveTo(x, y);
      int direction = layout.nextInt(8);
      for (int leg = 0; leg < 3; leg++) {
        double length = 12 + 6 * layout.nextInt(5);
        double diagonal = direction % 2 == 0 ? 1 : Math.sqrt(0.5);
        x = inside(x + length * diagonal * StrictMath.cos(direction * Math.PI / 4));
        y = inside(y + length * diagonal * StrictMath.sin(direction * Math.PI / 4));
        path.lineTo(x, y);
        direction += layout.nextInt(3) - 1;
      }
      pen.setStroke(Damage.round(i % 5 == 0 ? 3 : 1.5));
      pen.draw(path);
      canvas.fill(Shapes.circle(x, y, 2.3), new Color(0xc4b071));
      canvas.fill(Shapes.circle(x, y, 1.1), new Color(0x21352a));
      pen.setPaint(Jitter.times(mask, 1.35));
    }
    pen.setPaint(new Color(0xdfe5dd));
    Glyphs.print(pen, "NIP-07 V2", 124, 218, 7);
    Glyphs.print(pen, "C1", 34, 76, 5);
    Glyphs.print(pen, "C2", 72, 72, 5);
    Glyphs.print(pen, "U1", 70, 84, 5);
    Glyphs.print(pen, "U2", 204, 64, 5);
    Glyphs.print(pen, "U3", 204, 144, 5);
    Glyphs.print(pen, "D1  D2  D3", 42, 188, 5);
  }

  private static double inside(double at) {
    return Math.max(24, Math.min(232, at));
  }
}
