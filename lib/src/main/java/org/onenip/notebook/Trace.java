package org.onenip.notebook;

import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.stream.DoubleStream;

/** One thing that a {@link Plot} shows. */
sealed interface Trace {
  /** Its entry in the legend. */
  String name();

  /** Where it lies along a horizontal axis of numbers. */
  default DoubleStream xs() {
    return DoubleStream.empty();
  }

  /** Where it lies along the vertical axis. */
  default DoubleStream ys() {
    return DoubleStream.empty();
  }

  /**
   * Points, joined by a line or not.
   *
   * @param y as many as x; not a number leaves a gap
   */
  record Curve(String name, double[] x, double[] y, boolean joined) implements Trace {
    /** Checks the lengths. */
    public Curve {
      requireSameLength(name, x.length, y.length);
    }

    @Override
    public DoubleStream xs() {
      return DoubleStream.of(x);
    }

    @Override
    public DoubleStream ys() {
      return DoubleStream.of(y);
    }
  }

  /** Values to be counted. */
  record Histogram(String name, double[] values) implements Trace {
    /** What was counted: {@code counts[i]} of the values lie from {@code edges[i]} on. */
    Counts counts(double low, double high, int bins) {
      var edges = new double[bins + 1];
      Arrays.setAll(edges, i -> low + (high - low) * i / bins);
      var counts = new double[bins];
      for (double value : values) {
        if (Double.isFinite(value)) {
          counts[Math.min(bins - 1, (int) ((value - low) / (high - low) * bins))]++;
        }
      }
      return new Counts(name, edges, counts);
    }
  }

  /**
   * A histogram's columns.
   *
   * @param edges one more than columns
   */
  record Counts(String name, double[] edges, double[] counts) implements Trace {
    @Override
    public DoubleStream xs() {
      return DoubleStream.of(edges);
    }

    @Override
    public DoubleStream ys() {
      return DoubleStream.concat(DoubleStream.of(0), DoubleStream.of(counts));
    }
  }

  /** A dashed vertical line, say a threshold. */
  record Mark(String name, double x) implements Trace {}

  /**
   * A bar for each category.
   *
   * @param deviations how far the error bars reach up and down; zero draws none
   */
  record Bars(String name, List<String> categories, double[] values, double[] deviations)
      implements Trace {
    /** Checks the lengths. */
    public Bars {
      requireSameLength(name, categories.size(), values.length);
      requireSameLength(name, categories.size(), deviations.length);
    }

    /** Whether there is an error bar to draw. */
    boolean deviates() {
      return DoubleStream.of(deviations).anyMatch(deviation -> deviation > 0);
    }
  }

  /** Values as colours, row 0 on top. */
  record Matrix(String name, int columns, float[] values) implements Trace {
    /** Checks that the rows are full. */
    public Matrix {
      if (columns < 1 || values.length == 0 || values.length % columns != 0) {
        throw new IllegalArgumentException(
            "%d values in rows of %d".formatted(values.length, columns));
      }
    }

    int rows() {
      return values.length / columns;
    }

    /** The smallest finite value. */
    double low() {
      return finite().getMin();
    }

    /** The largest finite value. */
    double high() {
      return finite().getMax();
    }

    private DoubleSummaryStatistics finite() {
      return DoubleStream.of(Plot.doubles(values)).filter(Double::isFinite).summaryStatistics();
    }

    double[] row(int row) {
      return Plot.doubles(Arrays.copyOfRange(values, row * columns, (row + 1) * columns));
    }
  }

  private static void requireSameLength(String name, int x, int y) {
    if (x != y) {
      throw new IllegalArgumentException("\"%s\" has %d x but %d y".formatted(name, x, y));
    }
  }
}
