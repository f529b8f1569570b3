package org.onenip.demo;

import java.awt.Color;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.onenip.demo.Hardware.Type;

/** A foam tray with a set of hardware: each piece has its recess and lies its way round. */
final class Tray implements Product {
  /** A recess and what lies in it. */
  private record Recess(double x, double y, double width, double height, Type type, double turn) {
    Recess holding(Type other) {
      return new Recess(x, y, width, height, other, turn);
    }

    Recess turned(double degrees) {
      return new Recess(x, y, width, height, type, degrees);
    }
  }

  private static final List<Recess> RECESSES =
      List.of(
          new Recess(47, 86, 50, 122, Type.BOLT, 0),
          new Recess(105, 86, 50, 122, Type.BOLT, 0),
          new Recess(186, 70, 92, 90, Type.GEAR, 0),
          new Recess(51, 192, 62, 62, Type.WASHER, 0),
          new Recess(122, 192, 62, 62, Type.NUT, 0),
          new Recess(198, 144, 70, 42, Type.SPRING, 0),
          new Recess(198, 205, 70, 60, Type.BRACKET, 0));

  @Override
  public String name() {
    return "tray";
  }

  @Override
  public List<Kind> kinds() {
    return List.of(
        Kind.structural("bent_bolt"),
        Kind.structural("rust"),
        Kind.structural("cut_foam"),
        Kind.camouflaged("missing_part"),
        Kind.camouflaged("swapped_parts"),
        Kind.camouflaged("doubled_part"),
        Kind.camouflaged("turned_part"));
  }

  @Override
  public void draw(Canvas canvas, SplittableRandom variation, Fault fault) {
    canvas.background(Jitter.of(variation, new Color(0x36506f), 6));
    canvas.place(Jitter.of(variation, 3), Jitter.of(variation, 3), Jitter.of(variation, 2.5));
    var foam = Noise.octaves(variation.split(), Canvas.LARGE, 5, 2);
    var floor = new Path2D.Double();
    RECESSES.forEach(r -> floor.append(Shapes.box(r.x(), r.y(), r.width(), r.height(), 9), false));
    recesses(canvas, floor);
    canvas.grain(foam, 0.16);
    var pieces = new ArrayList<>(RECESSES);
    int removed = misplace(pieces, fault);
    int bent = fault.is("bent_bolt") ? fault.below(2) : -1;
    var places = new ArrayList<AffineTransform>();
    var shadows = new Path2D.Double(Path2D.WIND_NON_ZERO);
    for (int i = 0; i < pieces.size(); i++) {
      var piece = pieces.get(i);
      places.add(
          Shapes.at(
              piece.x() + Jitter.of(variation, 2),
              piece.y() + Jitter.of(variation, 2),
              piece.turn() + Jitter.of(variation, 4)));
      if (i != removed) {
        shadows.append(places.get(i).createTransformedShape(piece.type().outline()), false);
      }
    }
    canvas.shadow(shadows, 3, 4, 3, 0.55);
    double bend = fault.between(0.25, 0.6) * (fault.below(2) == 0 ? 1 : -1);
    for (int i = 0; i < pieces.size(); i++) {
      var random = variation.split();
      if (i != removed) {
        var pen = canvas.pen(places.get(i));
        new Hardware(pen, random, i == bent ? bend : 0).draw(pieces.get(i).type());
        pen.dispose();
      }
    }
    if (fault.is("rust")) {
      int which = fault.below(RECESSES.size());
      rust(
          canvas,
          fault,
          places.get(which).createTransformedShape(RECESSES.get(which).type().outline()));
    } else if (fault.is("cut_foam")) {
      Damage.crack(
          canvas,
          fault,
          fault.between(60, 196),
          fault.between(60, 196),
          fault.between(0, 2 * Math.PI),
          fault.between(40, 110));
    }
  }

  /** Cut-outs: their upper and left walls lie in the dark, their lower edge catches light. */
  private static void recesses(Canvas canvas, Path2D floor) {
    var pen = canvas.pen();
    pen.setStroke(Damage.round(3));
    pen.setPaint(new Color(130, 160, 195, 120));
    pen.translate(1.2, 1.4);
    pen.draw(floor);
    pen.translate(-1.2, -1.4);
    pen.setPaint(new Color(0x111a28));
    pen.fill(floor);
    pen.clip(floor);
    pen.translate(3, 4);
    pen.setPaint(new Color(0x1f2f45));
    pen.fill(floor);
    pen.translate(1.5, 2);
    pen.setPaint(new Color(0x24364e));
    pen.fill(floor);
    pen.translate(-4.5, -6);
    pen.setClip(null);
  }

  /** Exchanges, doubles or turns pieces; returns the recess that stays empty, −1 if none does. */
  private static int misplace(List<Recess> pieces, Fault fault) {
    switch (fault.kind()) {
      case "missing_part" -> {
        return fault.below(pieces.size());
      }
      case "swapped_parts" -> {
        int first = fault.below(2) == 0 ? 3 : 5;
        var kept = pieces.get(first).type();
        pieces.set(first, pieces.get(first).holding(pieces.get(first + 1).type()));
        pieces.set(first + 1, pieces.get(first + 1).holding(kept));
      }
      case "doubled_part" -> {
        int first = fault.below(2) == 0 ? 3 : 5;
        int second = fault.below(2);
        var doubled = pieces.get(first + second).type();
        pieces.set(first + 1 - second, pieces.get(first + 1 - second).holding(doubled));
      }
      case "turned_part" -> {
        int[] directed = {0, 1, 6};
        int which = directed[fault.below(directed.length)];
        pieces.set(which, pieces.get(which).turned(180));
      }
      default -> {}
    }
    return -1;
  }

  private static void rust(Canvas canvas, Fault fault, Shape piece) {
    var box = piece.getBounds2D();
    var pen = canvas.pen();
    pen.clip(piece);
    double x = box.getCenterX() + fault.between(-0.25, 0.25) * box.getWidth();
    double y = box.getCenterY() + fault.between(-0.35, 0.35) * box.getHeight();
    double radius = fault.between(12, 24);
    for (int i = 0; i < 70; i++) {
      double angle = fault.between(0, 2 * Math.PI);
      double away = radius * fault.between(0, 1);
      var color = fault.below(3) == 0 ? new Color(0x5a2a12) : new Color(0x9c5526);
      pen.setPaint(Jitter.veil(color, fault.between(0.25, 0.6)));
      pen.fill(
          Shapes.blot(
              fault.random(),
              x + away * StrictMath.cos(angle),
              y + away * StrictMath.sin(angle),
              fault.between(1.2, 4.2),
              0.35));
    }
    pen.setClip(null);
  }
}
