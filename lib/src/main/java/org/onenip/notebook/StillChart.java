package org.onenip.notebook;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.image.BufferedImage;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** A plot as a picture. */
record StillChart(String xAxis, String yAxis, Plot.Scale scale, List<Layer> layers) {
  /** As {@link InteractiveChart}'s symbols, in the same order. */
  private static final List<Marker> MARKERS =
      List.of(
          SeriesMarkers.CIRCLE,
          SeriesMarkers.SQUARE,
          SeriesMarkers.DIAMOND,
          SeriesMarkers.TRIANGLE_UP,
          SeriesMarkers.CROSS);

  private static final Map<String, BasicStroke> DASHES =
      Map.of("solid", stroke(1.8f), "dash", stroke(1.8f, 7, 5), "dot", stroke(1.8f, 2, 4));

  /** Below any exponent of a double. */
  private static final double LIFT = 400;

  /** What is left of a zero by arithmetic. */
  private static final double NOTHING = 1e-12;

  private static final Font FONT = new Font(Font.SANS_SERIF, Font.PLAIN, 12);
  private static final Color INK = new Color(0x44505c);
  private static final Color GRID = new Color(0xe9edf1);

  BufferedImage picture() {
    var kind = layers.isEmpty() ? null : layers.get(0).trace();
    if (kind instanceof Trace.Matrix matrix) {
      return MatrixPicture.of(matrix, xAxis, yAxis, INK, FONT);
    }
    return BitmapEncoder.getBufferedImage(kind instanceof Trace.Bars ? bars() : curves());
  }

  private XYChart curves() {
    var chart = styled(new XYChart(Plot.WIDTH, Plot.HEIGHT));
    unevenTicks(chart);
    for (int i = 0; i < layers.size(); i++) {
      if (layers.get(i).trace() instanceof Trace.Curve curve) {
        add(chart, curve, layers.get(i), i);
      } else if (layers.get(i).trace() instanceof Trace.Counts counts) {
        add(chart, counts, layers.get(i));
      }
    }
    return chart;
  }

  /**
   * XChart labels nothing but the data's own values where these are evenly spaced, say 1, 17, 33;
   * invisible points out of order keep it from that.
   */
  private void unevenTicks(XYChart chart) {
    var x = ends(layers.stream().flatMapToDouble(layer -> layer.trace().xs()));
    var y = ends(layers.stream().flatMapToDouble(layer -> layer.trace().ys()).map(this::drawable));
    chart
        .addSeries(" ", x, y)
        .setMarker(SeriesMarkers.NONE)
        .setLineStyle(SeriesLines.NONE)
        .setShowInLegend(false);
  }

  private static double[] ends(DoubleStream values) {
    var range = values.filter(Double::isFinite).summaryStatistics();
    double low = range.getCount() > 0 ? range.getMin() : 1;
    double high = range.getCount() > 0 ? range.getMax() : 1;
    return new double[] {high, low, low + (high - low) / 2};
  }

  private void add(XYChart chart, Trace.Curve curve, Layer layer, int index) {
    var y = Arrays.stream(curve.y()).map(this::drawable).toArray();
    if (Arrays.stream(y).allMatch(Double::isNaN)) {
      return;
    }
    var color = Color.decode(layer.style().color());
    var series = chart.addSeries(curve.name(), curve.x(), y);
    series.setLineColor(color).setLineStyle(DASHES.get(layer.style().dash()));
    if (curve.joined()) {
      series.setMarker(SeriesMarkers.NONE);
    } else {
      series.setXYSeriesRenderStyle(XYSeriesRenderStyle.Scatter);
      series.setMarker(MARKERS.get(index % MARKERS.size())).setMarkerColor(color);
    }
  }

  /** The outline of the columns, filled. */
  private void add(XYChart chart, Trace.Counts counts, Layer layer) {
    var edges = counts.edges();
    int columns = counts.counts().length;
    double floor = scale.logarithmic() ? drawable(0.5) : 0;
    var x = DoubleStream.of(edges).flatMap(edge -> DoubleStream.of(edge, edge)).toArray();
    var y = new double[2 * columns + 2];
    Arrays.fill(y, floor);
    for (int i = 0; i < columns; i++) {
      double count = counts.counts()[i];
      y[2 * i + 1] = count > 0 ? drawable(count) : floor;
      y[2 * i + 2] = y[2 * i + 1];
    }
    var color = Color.decode(layer.style().color());
    chart
        .addSeries(counts.name(), x, y)
        .setXYSeriesRenderStyle(XYSeriesRenderStyle.Area)
        .setMarker(SeriesMarkers.NONE)
        .setLineColor(color)
        .setLineStyle(stroke(1))
        .setFillColor(new Color(color.getRed(), color.getGreen(), color.getBlue(), 178));
  }

  /**
   * Where a value lies on the axis, which has no place for some. XChart's own logarithmic axis
   * labels whole powers of ten alone, often a single one; so the plot is of exponents, lifted above
   * zero, to which areas are filled.
   */
  private double drawable(double y) {
    double along = scale.logarithmic() ? LIFT + Math.log10(y) : y;
    return Double.isFinite(along) ? along : Double.NaN;
  }

  private String tick(double along) {
    return scale.logarithmic() ? rounded(Math.pow(10, along - LIFT), 2) : rounded(along, 6);
  }

  private static String rounded(double value, int digits) {
    var decimal = BigDecimal.valueOf(Math.abs(value) < NOTHING ? 0 : value);
    return decimal.round(new MathContext(digits)).stripTrailingZeros().toPlainString();
  }

  private CategoryChart bars() {
    var chart = styled(new CategoryChart(Plot.WIDTH, Plot.HEIGHT));
    for (var layer : layers) {
      var bars = (Trace.Bars) layer.trace();
      var deviations = bars.deviates() ? boxed(bars.deviations()) : null;
      chart
          .addSeries(bars.name(), bars.categories(), boxed(bars.values()), deviations)
          .setFillColor(Color.decode(layer.style().color()));
    }
    return chart;
  }

  private <T extends Chart<? extends AxesChartStyler, ?>> T styled(T chart) {
    chart.setXAxisTitle(xAxis);
    chart.setYAxisTitle(yAxis);
    var styler = chart.getStyler();
    styler
        .setAxisTitleFont(FONT)
        .setAxisTickLabelsFont(FONT)
        .setPlotGridLinesColor(GRID)
        .setPlotGridLinesStroke(stroke(1))
        .setXAxisTickMarkSpacingHint(90)
        .setAxisTickMarksColor(GRID)
        .setAxisTickLabelsColor(INK)
        .setyAxisTickLabelsFormattingFunction(this::tick)
        .setLocale(Locale.ROOT);
    styler
        .setChartBackgroundColor(Color.WHITE)
        .setPlotBackgroundColor(Color.WHITE)
        .setPlotBorderVisible(false)
        .setChartFontColor(INK)
        .setChartTitleVisible(false)
        .setLegendVisible(layers.size() > 1)
        .setLegendPosition(LegendPosition.OutsideS)
        .setLegendLayout(LegendLayout.Horizontal)
        .setLegendBorderColor(Color.WHITE)
        .setLegendFont(FONT);
    if (scale.low() < scale.high()) {
      styler.setYAxisMin(drawable(scale.low())).setYAxisMax(drawable(scale.high()));
    }
    return chart;
  }

  private static List<Double> boxed(double[] values) {
    return DoubleStream.of(values).boxed().toList();
  }

  private static BasicStroke stroke(float width, float... dashes) {
    return new BasicStroke(
        width,
        BasicStroke.CAP_BUTT,
        BasicStroke.JOIN_ROUND,
        1,
        dashes.length == 0 ? null : dashes,
        0);
  }
}
