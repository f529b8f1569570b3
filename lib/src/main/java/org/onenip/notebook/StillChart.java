package org.onenip.notebook;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.image.BufferedImage;
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
    double floor = scale.logarithmic() ? 0.5 : 0;
    var x = DoubleStream.of(edges).flatMap(edge -> DoubleStream.of(edge, edge)).toArray();
    var y = new double[2 * columns + 2];
    Arrays.fill(y, floor);
    for (int i = 0; i < columns; i++) {
      y[2 * i + 1] = Math.max(floor, counts.counts()[i]);
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

  /** The axis has no place for the rest. */
  private double drawable(double y) {
    return Double.isFinite(y) && (y > 0 || !scale.logarithmic()) ? y : Double.NaN;
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
        .setYAxisLogarithmic(scale.logarithmic())
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
      styler.setYAxisMin(scale.low()).setYAxisMax(scale.high());
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
