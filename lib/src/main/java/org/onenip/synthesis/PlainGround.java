package org.onenip.synthesis;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.LUDecomposition;
import org.apache.commons.math3.linear.SingularMatrixException;
import org.onenip.data.RgbImage;

/**
 * A ground of one colour, lit unevenly: each channel a quadratic function of the place, fitted to
 * the edge of the image, twice, the second time without what was more than {@value #FURTHEST} grey
 * levels off. It is plain where at most 2.5 % of the edge are further off; how far the others are
 * is its tolerance.
 */
final class PlainGround {
  private static final double FURTHEST = 45;
  private static final double NEAREST = 20;
  private static final double PLAIN = 0.975;
  private static final int TERMS = 6;
  private static final int STEP = 2;

  private final int width;
  private final int height;

  /** Of 1, x, y, x², y² and xy for each channel; x and y run from −1 to 1. */
  private final double[][] coefficients;

  private double tolerance;

  private PlainGround(int width, int height, double[][] coefficients) {
    this.width = width;
    this.height = height;
    this.coefficients = coefficients;
  }

  /** A place at the edge and the mean colour of the 3 × 3 pixels around it. */
  private record Point(int x, int y, double[] color) {}

  /** The ground of an image, where it is plain. */
  static Optional<PlainGround> of(RgbImage image) {
    var edge = edge(image);
    try {
      var first = fit(image.width(), image.height(), edge);
      var near = edge.stream().filter(point -> first.distance(point) <= FURTHEST).toList();
      if (2 * near.size() < edge.size()) {
        return Optional.empty();
      }
      var ground = fit(image.width(), image.height(), near);
      double[] off = edge.stream().mapToDouble(ground::distance).sorted().toArray();
      double furthest = off[(int) (PLAIN * (off.length - 1))];
      ground.tolerance = Math.max(NEAREST, 1.2 * furthest);
      return furthest <= FURTHEST ? Optional.of(ground) : Optional.empty();
    } catch (SingularMatrixException e) {
      return Optional.empty(); // an image of a few pixels
    }
  }

  private static List<Point> edge(RgbImage image) {
    var points = new ArrayList<Point>();
    int right = image.width() - 2;
    int bottom = image.height() - 2;
    for (int x = 1; x <= right; x += STEP) {
      points.add(point(image, x, 1));
      points.add(point(image, x, bottom));
    }
    for (int y = 1; y <= bottom; y += STEP) {
      points.add(point(image, 1, y));
      points.add(point(image, right, y));
    }
    return points;
  }

  private static Point point(RgbImage image, int x, int y) {
    var color = new double[3];
    for (int v = y - 1; v <= y + 1; v++) {
      for (int u = x - 1; u <= x + 1; u++) {
        for (int c = 0; c < 3; c++) {
          color[c] += (image.rgb()[3 * (v * image.width() + u) + c] & 255) / 9.0;
        }
      }
    }
    return new Point(x, y, color);
  }

  /** Least squares by the normal equations. */
  private static PlainGround fit(int width, int height, List<Point> points) {
    var products = new double[TERMS][TERMS];
    var sums = new double[3][TERMS];
    var terms = new double[TERMS];
    for (var point : points) {
      terms(point.x(), point.y(), width, height, terms);
      for (int i = 0; i < TERMS; i++) {
        for (int j = 0; j < TERMS; j++) {
          products[i][j] += terms[i] * terms[j];
        }
        for (int c = 0; c < 3; c++) {
          sums[c][i] += terms[i] * point.color()[c];
        }
      }
    }
    var solver = new LUDecomposition(new Array2DRowRealMatrix(products, false)).getSolver();
    var coefficients = new double[3][];
    for (int c = 0; c < 3; c++) {
      coefficients[c] = solver.solve(new ArrayRealVector(sums[c], false)).toArray();
    }
    return new PlainGround(width, height, coefficients);
  }

  private static void terms(int x, int y, int width, int height, double[] terms) {
    double u = 2.0 * x / (width - 1) - 1;
    double v = 2.0 * y / (height - 1) - 1;
    terms[0] = 1;
    terms[1] = u;
    terms[2] = v;
    terms[3] = u * u;
    terms[4] = v * v;
    terms[5] = u * v;
  }

  private double distance(Point point) {
    double most = 0;
    for (int c = 0; c < 3; c++) {
      double off = point.color()[c] - color(point.x(), point.y(), c);
      most = Math.max(most, Math.abs(off));
    }
    return most;
  }

  /** Grey levels, of any channel, by which ground differs from its colour at most. */
  double tolerance() {
    return tolerance;
  }

  private double color(int x, int y, int channel) {
    var of = coefficients[channel];
    double u = 2.0 * x / (width - 1) - 1;
    double v = 2.0 * y / (height - 1) - 1;
    return of[0] + u * (of[1] + of[3] * u + of[5] * v) + v * (of[2] + of[4] * v);
  }

  /** How far the mean of each pixel's 3 × 3 pixels is from the ground, in the worst channel. */
  float[] distances(RgbImage image) {
    var distances = new float[width * height];
    var values = new float[distances.length];
    for (int c = 0; c < 3; c++) {
      for (int p = 0, y = 0; y < height; y++) {
        for (int x = 0; x < width; x++, p++) {
          values[p] = (float) ((image.rgb()[3 * p + c] & 255) - color(x, y, c));
        }
      }
      var means = BoxBlur.mean(values, width, height, 1);
      for (int p = 0; p < means.length; p++) {
        distances[p] = Math.max(distances[p], Math.abs(means[p]));
      }
    }
    return distances;
  }
}
