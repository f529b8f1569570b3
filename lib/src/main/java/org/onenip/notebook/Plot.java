package org.onenip.notebook;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.onenip.report.Chart;

/**
 * A figure with axes. Its HTML holds a picture of it, which {@link Notebook#setUp} replaces by an
 * interactive one. Immutable: each method gives a new plot.
 *
 * <pre>{@code
 * Plot.of("Loss", "step", "loss").line("total", log, StepLog::step, StepLog::loss).html()
 * }</pre>
 */
public final class Plot {
  static final int WIDTH = 660;
  static final int HEIGHT = 360;

  /** A larger matrix would be most of the page; it stays a picture. */
  private static final int MOST_INTERACTIVE = 10_000;

  private final String title;
  private final String xAxis;
  private final String yAxis;
  private final List<Trace> traces;
  private final Scale scale;
  private final String caption;

  /**
   * The vertical axis.
   *
   * @param low where it begins; not a number where the data decide
   * @param high where it ends; likewise
   */
  record Scale(boolean logarithmic, double low, double high) {}

  private Plot(
      String title, String xAxis, String yAxis, List<Trace> traces, Scale scale, String caption) {
    if (scale.logarithmic() && traces.stream().anyMatch(trace -> trace instanceof Trace.Bars)) {
      throw new IllegalArgumentException(
          "\"%s\": bars begin at 0, which a logarithmic axis has not".formatted(title));
    }
    this.title = title;
    this.xAxis = xAxis;
    this.yAxis = yAxis;
    this.traces = List.copyOf(traces);
    this.scale = scale;
    this.caption = caption;
  }

  /**
   * An empty plot.
   *
   * @param xAxis what runs to the right, with its unit
   * @param yAxis what runs up, with its unit; of a matrix, down
   */
  public static Plot of(String title, String xAxis, String yAxis) {
    var open = new Scale(false, Double.NaN, Double.NaN);
    return new Plot(title, xAxis, yAxis, List.of(), open, "");
  }

  /** A line through points. */
  public Plot line(String name, double[] x, double[] y) {
    return with(new Trace.Curve(name, x, y, true));
  }

  /** A line through a point of each row, at most 800 of them. */
  public <T> Plot line(
      String name, List<T> rows, ToDoubleFunction<? super T> x, ToDoubleFunction<? super T> y) {
    var shown = Chart.thinned(rows);
    return line(
        name, shown.stream().mapToDouble(x).toArray(), shown.stream().mapToDouble(y).toArray());
  }

  /** Points. */
  public Plot points(String name, double[] x, double[] y) {
    return with(new Trace.Curve(name, x, y, false));
  }

  /** How often which values occur; all histograms of a plot share their bins. */
  public Plot histogram(String name, double... values) {
    return with(new Trace.Histogram(name, values));
  }

  /** A dashed vertical line, say a threshold. */
  public Plot mark(String name, double x) {
    return with(new Trace.Mark(name, x));
  }

  /** A bar for each category; further bars stand beside them. */
  public Plot bars(String name, List<String> categories, double... values) {
    return bars(name, categories, values, new double[values.length]);
  }

  /** Bars, each with a line that reaches as far up and down as the value deviates. */
  public Plot bars(String name, List<String> categories, double[] values, double[] deviations) {
    return with(new Trace.Bars(name, List.copyOf(categories), values, deviations));
  }

  /**
   * Values as colours, row by row from the top, as a tensor gives them.
   *
   * @param columns values a row
   */
  public Plot matrix(int columns, float... values) {
    return with(new Trace.Matrix(title, columns, values));
  }

  private Plot with(Trace trace) {
    for (var other : traces) {
      boolean mix =
          trace instanceof Trace.Matrix
              || other instanceof Trace.Matrix
              || trace instanceof Trace.Bars != other instanceof Trace.Bars;
      if (mix || trace.name().equals(other.name())) {
        throw new IllegalArgumentException(
            "\"%s\" and \"%s\" do not go into one plot".formatted(other.name(), trace.name()));
      }
    }
    var more = new ArrayList<>(traces);
    more.add(trace);
    return new Plot(title, xAxis, yAxis, more, scale, caption);
  }

  /** The ends of the vertical axis. */
  public Plot range(double low, double high) {
    return new Plot(
        title, xAxis, yAxis, traces, new Scale(scale.logarithmic(), low, high), caption);
  }

  /** A logarithmic vertical axis; values that are not positive are left out. */
  public Plot logarithmic() {
    return new Plot(
        title, xAxis, yAxis, traces, new Scale(true, scale.low(), scale.high()), caption);
  }

  /** A text below the figure: what to see in it. */
  public Plot caption(String text) {
    return new Plot(title, xAxis, yAxis, traces, scale, text);
  }

  /** The figure for {@code display(…, "text/html")}. */
  public String html() {
    boolean large =
        traces.stream()
            .anyMatch(t -> t instanceof Trace.Matrix m && m.values().length > MOST_INTERACTIVE);
    return large
        ? still()
        : Html.figure(
            " data-onenip-plot='%s'".formatted(chart().json()),
            WIDTH,
            title,
            "<div class=\"onenip-plot\"></div>" + img() + "<script>window.onenip?.draw()</script>",
            caption);
  }

  /** The figure as a picture only. */
  String still() {
    return Html.figure("", WIDTH, title, img(), caption);
  }

  private String img() {
    var alt = "%s: %s over %s".formatted(title, yAxis, xAxis);
    return Img.element(Img.pngUri(FewColors.of(picture())), WIDTH, HEIGHT, alt, "");
  }

  /** The figure without title and caption. */
  public BufferedImage picture() {
    return new StillChart(xAxis, yAxis, scale, Layer.of(traces)).picture();
  }

  Chart chart() {
    return new InteractiveChart(title, xAxis, yAxis, scale, Layer.of(traces)).chart();
  }

  /** What tensors and maps give, as what plots take. */
  public static double[] doubles(float... values) {
    return IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray();
  }
}
