package org.onenip.synthesis;

import java.util.SplittableRandom;
import org.onenip.data.RgbImage;

/**
 * Cracks and scratches: thin lines, shaded ({@link Shade}). Length 5 to 80 % of the side,
 * log-uniform; width 0.45 to 2.7 % of it (1 to 6 pixels of 224), log-uniform, at most a sixteenth
 * of the length but a pixel at least, varying along the line by 0.4 to 1.4 and tapered at its ends.
 * Three of ten are straight scratches; the others wander, half of them jagged, and four of ten fork
 * once or twice into thinner ones of 20 to 60 % of the length.
 *
 * @param foreground whether their middle lies on the object, where one stands on a plain ground;
 *     the lines end where it does
 */
public record Cracks(boolean foreground) implements Synthesis {
  static final double SHORTEST = 0.05;
  static final double LONGEST = 0.8;
  static final double THINNEST = 0.0045;
  static final double WIDEST = 0.027;
  private static final double STRAIGHT = 0.3;
  private static final double FORKS = 0.4;

  /** A point of a line, and where the line leads there. */
  private record Point(double x, double y, double heading) {}

  @Override
  public PseudoAnomaly apply(RgbImage normal, SplittableRandom random) {
    var ground = foreground ? Foreground.of(normal) : Foreground.everywhere(normal);
    var canvas = new DefectCanvas(normal);
    var coverage = new Coverage(canvas.width, canvas.height);
    draw(coverage, ground.place(random), canvas, random);
    var shade = Shade.draw(canvas, coverage, 0.75, random);
    coverage.draw(ground, (p, share) -> shade.draw(canvas, p, share, 1));
    return canvas.strokes();
  }

  private static void draw(
      Coverage coverage, int center, DefectCanvas canvas, SplittableRandom random) {
    int side = Math.min(canvas.width, canvas.height);
    double length = side * Chance.logUniform(random, SHORTEST, LONGEST);
    double width = side * Chance.logUniform(random, THINNEST, WIDEST);
    width = Math.max(1, Math.min(width, length / 16));
    boolean straight = Chance.happens(random, STRAIGHT);
    var path = new Path(straight, side, random);
    double heading = 2 * Math.PI * random.nextDouble();
    var middle = new Point(center % canvas.width, center / canvas.width, heading);
    var back = new Point(middle.x(), middle.y(), heading + Math.PI);
    int half = (int) Math.ceil(length / 2);
    var line = new Point[2 * half + 1];
    path.walk(middle, half, 1, line, half, random);
    path.walk(back, half, -1, line, half, random);
    ink(coverage, line, width, random);
    if (!straight && Chance.happens(random, FORKS)) {
      int forks = 1 + random.nextInt(2);
      for (int i = 0; i < forks; i++) {
        var from = line[random.nextInt(line.length)];
        double turn = Math.toRadians(Chance.uniform(random, 20, 60));
        var start =
            new Point(from.x(), from.y(), from.heading() + (random.nextBoolean() ? turn : -turn));
        int steps = (int) Math.ceil(length * Chance.uniform(random, 0.2, 0.6));
        var fork = new Point[steps + 1];
        path.walk(start, steps, 1, fork, 0, random);
        ink(coverage, fork, 0.7 * width, random);
      }
    }
  }

  /** Draws a line whose width and strength vary smoothly, and which is thin at its ends. */
  private static void ink(Coverage coverage, Point[] line, double width, SplittableRandom random) {
    double slow = 1;
    for (int i = 0; i < line.length; i++) {
      slow += 0.15 * (1 - slow) + 0.15 * random.nextGaussian();
      double varied = Math.max(0.4, Math.min(slow, 1.4));
      double end = Math.min(i, line.length - 1 - i) / (0.15 * line.length);
      double taper = Math.min(1, 0.35 + 0.65 * end);
      double radius = Math.max(0.45, width * varied * taper / 2);
      coverage.disc(line[i].x(), line[i].y(), radius, Math.min(1, 0.5 + varied / 2));
    }
  }

  /**
   * How a line goes on: straight, or with swerves of 2, 6, 18 and 54 pixels of 224, all as strong,
   * which makes it look alike from near and far.
   */
  private static final class Path {
    private static final double[] REACHES = {2, 6, 18, 54};
    private final double[] rates = new double[REACHES.length];
    private final double[] strengths = new double[REACHES.length];

    Path(boolean straight, int side, SplittableRandom random) {
      double swerve = straight ? 0 : Chance.uniform(random, 0.15, 0.5);
      double jag = random.nextBoolean() ? 1 : 0.3;
      for (int k = 0; k < REACHES.length; k++) {
        rates[k] = Math.min(1, 224 / (REACHES[k] * side));
        strengths[k] = swerve * (k < 2 ? jag : 1);
      }
    }

    /** Goes on by steps of a pixel, filling the array upwards or downwards from an index. */
    void walk(
        Point start, int steps, int direction, Point[] line, int at, SplittableRandom random) {
      double x = start.x();
      double y = start.y();
      var swerves = new double[REACHES.length];
      line[at] = start;
      for (int i = 1; i <= steps; i++) {
        double heading = start.heading();
        for (int k = 0; k < swerves.length; k++) {
          // keeps its variance: s² = (1 − r)² s² + (2 r − r²) s²
          double fresh = Math.sqrt(rates[k] * (2 - rates[k]));
          swerves[k] += fresh * strengths[k] * random.nextGaussian() - rates[k] * swerves[k];
          heading += swerves[k];
        }
        x += Math.cos(heading);
        y += Math.sin(heading);
        line[at + direction * i] = new Point(x, y, direction > 0 ? heading : heading + Math.PI);
      }
    }
  }
}
