package org.onenip.synthesis;

import java.util.SplittableRandom;
import org.onenip.data.RgbImage;

/**
 * Pits, pin holes, specks and stains: one to four roundish spots of a diameter of 1.5 to 12 % of
 * the side, log-uniform. Outline: an ellipse of aspect 0.5 to 1 whose radius waves by up to 25 %,
 * with an edge of 0.7 to 2 pixels. Six of ten are shaded ({@link Shade}), flat or like a bowl, half
 * of them lit from one side; two are a piece from another place of the image, that of eight whose
 * colour differs most; two are a texture. The last two are 40 to 100 % opaque.
 *
 * @param textures that the spots may be filled with
 * @param foreground whether spots lie on the object, where one stands on a plain ground
 */
public record Spots(TextureSource textures, boolean foreground) implements Synthesis {
  static final double SMALLEST = 0.015;
  static final double LARGEST = 0.12;
  static final double WAVES = 0.25;
  private static final int MOST = 4;
  private static final int PLACES = 8;

  @Override
  public PseudoAnomaly apply(RgbImage normal, SplittableRandom random) {
    var ground = foreground ? Foreground.of(normal) : Foreground.everywhere(normal);
    var canvas = new DefectCanvas(normal);
    double kind = random.nextDouble();
    int count = 1 + random.nextInt(MOST);
    var texture = kind < 0.8 ? null : textures.texture(canvas.width, canvas.height, random);
    for (int i = 0; i < count; i++) {
      var spot = new Spot(canvas, ground.place(random), random);
      if (kind < 0.6) {
        spot.shade(ground, random);
      } else if (texture == null) {
        spot.fill(ground, normal, otherPlace(canvas, spot, random), random);
      } else {
        spot.fill(ground, texture, 0, random);
      }
    }
    return canvas.strokes();
  }

  /** How far the place is, in pixels' numbers, whose colour differs most of some. */
  private static int otherPlace(DefectCanvas canvas, Spot spot, SplittableRandom random) {
    var own = spot.coverage.meanColor(canvas.normal, 0);
    double most = -1;
    int best = 0;
    for (int i = 0; i < PLACES; i++) {
      int shift = random.nextInt(canvas.width * canvas.height) - spot.center;
      var other = spot.coverage.meanColor(canvas.normal, shift);
      double difference = 0;
      for (int c = 0; c < 3; c++) {
        difference = Math.max(difference, Math.abs(other[c] - own[c]));
      }
      if (difference > most) {
        most = difference;
        best = shift;
      }
    }
    return best;
  }

  /** One of them. */
  private static final class Spot {
    final DefectCanvas canvas;
    final int center;
    final Coverage coverage;
    final double radius;

    Spot(DefectCanvas canvas, int center, SplittableRandom random) {
      this.canvas = canvas;
      this.center = center;
      int side = Math.min(canvas.width, canvas.height);
      radius = Chance.logUniform(random, SMALLEST, LARGEST) * side / 2;
      double aspect = Math.max(Chance.uniform(random, 0.5, 1), Math.min(1, 1.2 / radius));
      double turn = Math.PI * random.nextDouble();
      double softness = Chance.uniform(random, 0.7, 2);
      double bowl = random.nextBoolean() ? 0 : Chance.uniform(random, 0.2, 0.8);
      var outline = new Outline(random);
      coverage = new Coverage(canvas.width, canvas.height);
      int reach = (int) Math.ceil(radius * (1 + WAVES) + softness);
      for (int y = -reach; y <= reach; y++) {
        for (int x = -reach; x <= reach; x++) {
          double u = Math.cos(turn) * x + Math.sin(turn) * y;
          double v = (Math.cos(turn) * y - Math.sin(turn) * x) / aspect;
          double edge = radius * outline.radius(Math.atan2(v, u));
          double from = Math.hypot(u, v);
          double share = Math.min(1, 0.5 + (edge - from) / softness);
          double depth = Math.sqrt(Math.max(0, 1 - Math.pow(from / (edge + softness / 2), 2)));
          coverage.cover(
              center % canvas.width + x,
              center / canvas.width + y,
              share * (1 - bowl + bowl * depth));
        }
      }
    }

    /** Darker or brighter; lit from the side, it is darker at one edge and brighter at another. */
    void shade(Foreground ground, SplittableRandom random) {
      var shade = Shade.draw(canvas, coverage, 0.6, random);
      double relief = random.nextBoolean() ? 0 : Chance.uniform(random, 0.5, 1.5);
      double light = 2 * Math.PI * random.nextDouble();
      coverage.draw(
          ground,
          (p, share) -> {
            double x = p % canvas.width - center % canvas.width;
            double y = p / canvas.width - center / canvas.width;
            double towards = (x * Math.cos(light) + y * Math.sin(light)) / radius;
            shade.draw(canvas, p, share, 1 - relief * towards);
          });
    }

    /** With the colours of an image, {@code shift} pixels on. */
    void fill(Foreground ground, RgbImage image, int shift, SplittableRandom random) {
      double opacity = Chance.uniform(random, 0.4, 1);
      var rgb = image.rgb();
      coverage.draw(
          ground,
          (p, share) -> {
            int at = 3 * Math.floorMod(p + shift, rgb.length / 3);
            canvas.mix(p, opacity * share, rgb[at] & 255, rgb[at + 1] & 255, rgb[at + 2] & 255);
          });
    }
  }

  /** Low waves of random height and phase around a circle, together at most {@link #WAVES}. */
  private static final class Outline {
    private static final int FIRST = 2;
    private final double[] heights = new double[4];
    private final double[] phases = new double[4];

    Outline(SplittableRandom random) {
      double roughness = WAVES * random.nextDouble();
      for (int k = 0; k < heights.length; k++) {
        heights[k] = roughness * random.nextDouble() / heights.length;
        phases[k] = 2 * Math.PI * random.nextDouble();
      }
    }

    double radius(double angle) {
      double radius = 1;
      for (int k = 0; k < heights.length; k++) {
        radius += heights[k] * Math.cos((FIRST + k) * angle + phases[k]);
      }
      return radius;
    }
  }
}
