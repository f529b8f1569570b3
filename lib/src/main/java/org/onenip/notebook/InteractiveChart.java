package org.onenip.notebook;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.stream.IntStream;
import org.onenip.report.Chart;
import org.onenip.report.HeatMap;

/** A plot for Plotly. */
record InteractiveChart(
    String title, String xAxis, String yAxis, Plot.Scale scale, List<Layer> layers) {
  /** As {@link StillChart}'s markers, in the same order. */
  private static final List<String> SYMBOLS =
      List.of("circle", "square", "diamond", "triangle-up", "cross");

  private static final int COLORS = 16;

  Chart chart() {
    var traces = IntStream.range(0, layers.size()).mapToObj(i -> trace(layers.get(i), i)).toList();
    var chart = Chart.of(title, Chart.label(xAxis), Chart.label(yAxis), traces).roomForButtons();
    chart.layout().addProperty("height", Plot.HEIGHT);
    chart.layout().addProperty("showlegend", layers.size() > 1);
    chart.layout().add("legend", Chart.object("orientation", "h", "y", -0.2));
    chart.layout().addProperty("barmode", barMode());
    if (layers.stream().anyMatch(layer -> layer.trace() instanceof Trace.Matrix)) {
      chart.yAxis("autorange", "reversed");
    }
    if (scale.logarithmic()) {
      chart.yAxis("type", "log");
    }
    if (scale.low() < scale.high()) {
      chart.yAxis("range", new double[] {along(scale.low()), along(scale.high())});
    }
    return chart;
  }

  /** Histograms lie over each other, bars side by side. */
  private String barMode() {
    return layers.stream().anyMatch(layer -> layer.trace() instanceof Trace.Bars)
        ? "group"
        : "overlay";
  }

  /** Where a value lies on the axis; Plotly asks for the exponent. */
  private double along(double value) {
    return scale.logarithmic() ? Math.log10(value) : value;
  }

  private static JsonObject trace(Layer layer, int index) {
    if (layer.trace() instanceof Trace.Curve curve) {
      return curve(curve, layer, index);
    }
    if (layer.trace() instanceof Trace.Counts counts) {
      return counts(counts, layer);
    }
    return layer.trace() instanceof Trace.Bars bars
        ? bars(bars, layer)
        : matrix((Trace.Matrix) layer.trace());
  }

  private static JsonObject curve(Trace.Curve curve, Layer layer, int index) {
    var style = layer.style();
    var trace =
        Chart.line(
            curve.name(),
            Chart.numbers(curve.x()),
            Chart.numbers(curve.y()),
            style.color(),
            style.dash());
    if (!curve.joined()) {
      trace.addProperty("mode", "markers");
      var symbol = SYMBOLS.get(index % SYMBOLS.size());
      trace.add("marker", Chart.object("color", style.color(), "symbol", symbol, "size", 7));
    }
    return trace;
  }

  private static JsonObject counts(Trace.Counts counts, Layer layer) {
    var edges = counts.edges();
    double width = edges[1] - edges[0];
    var trace = Chart.object("type", "bar", "opacity", 0.7, "width", width);
    trace.addProperty("name", Chart.label(counts.name()));
    trace.add(
        "x",
        Chart.numbers(
            IntStream.range(0, counts.counts().length)
                .mapToDouble(i -> edges[i] + width / 2)
                .toArray()));
    trace.add("y", Chart.numbers(counts.counts()));
    trace.add("marker", Chart.object("color", layer.style().color()));
    return trace;
  }

  private static JsonObject bars(Trace.Bars bars, Layer layer) {
    var trace = Chart.object("type", "bar", "name", Chart.label(bars.name()));
    var categories = new JsonArray();
    bars.categories().forEach(category -> categories.add(Chart.label(category)));
    trace.add("x", categories);
    trace.add("y", Chart.numbers(bars.values()));
    trace.add("marker", Chart.object("color", layer.style().color()));
    if (bars.deviates()) {
      var reach = Chart.object("type", "data", "thickness", 1.2);
      reach.add("array", Chart.numbers(bars.deviations()));
      trace.add("error_y", reach);
    }
    return trace;
  }

  private static JsonObject matrix(Trace.Matrix matrix) {
    var rows = new JsonArray();
    for (int row = 0; row < matrix.rows(); row++) {
      rows.add(Chart.numbers(matrix.row(row)));
    }
    var colors = new JsonArray();
    for (int i = 0; i < COLORS; i++) {
      double heat = i / (COLORS - 1.0);
      var step = new JsonArray();
      step.add(heat);
      step.add("#%06x".formatted(HeatMap.color(heat)));
      colors.add(step);
    }
    var trace = Chart.object("type", "heatmap");
    trace.add("z", rows);
    trace.add("colorscale", colors);
    trace.add("colorbar", Chart.object("thickness", 14, "outlinewidth", 0));
    return trace;
  }
}
