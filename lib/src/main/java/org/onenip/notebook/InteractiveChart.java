package org.onenip.notebook;

import com.google.gson.JsonObject;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.onenip.report.Chart;
import org.onenip.report.HeatMap;
import org.onenip.support.Json;

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
    chart.layout().add("legend", Json.of("orientation", "h", "y", -0.2));
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
      trace.add("marker", Json.of("color", style.color(), "symbol", symbol, "size", 7));
    }
    return trace;
  }

  private static JsonObject counts(Trace.Counts counts, Layer layer) {
    var edges = counts.edges();
    double width = edges[1] - edges[0];
    var middles = Arrays.stream(edges).limit(counts.counts().length).map(x -> x + width / 2);
    return Json.of(
        "type", "bar",
        "opacity", 0.7,
        "width", width,
        "name", Chart.label(counts.name()),
        "x", Chart.numbers(middles.toArray()),
        "y", Chart.numbers(counts.counts()),
        "marker", Json.of("color", layer.style().color()));
  }

  private static JsonObject bars(Trace.Bars bars, Layer layer) {
    var trace =
        Json.of(
            "type", "bar",
            "name", Chart.label(bars.name()),
            "x", bars.categories().stream().map(Chart::label).toList(),
            "y", Chart.numbers(bars.values()),
            "marker", Json.of("color", layer.style().color()));
    if (bars.deviates()) {
      var reach = Chart.numbers(bars.deviations());
      trace.add("error_y", Json.of("type", "data", "thickness", 1.2, "array", reach));
    }
    return trace;
  }

  private static JsonObject matrix(Trace.Matrix matrix) {
    var rows =
        IntStream.range(0, matrix.rows()).mapToObj(i -> Chart.numbers(matrix.row(i))).toList();
    var colors =
        IntStream.range(0, COLORS)
            .mapToDouble(i -> i / (COLORS - 1.0))
            .mapToObj(heat -> List.of(heat, "#%06x".formatted(HeatMap.color(heat))))
            .toList();
    var trace = Json.of("type", "heatmap", "z", rows, "colorscale", colors);
    trace.add("colorbar", Json.of("thickness", 14, "outlinewidth", 0));
    return trace;
  }
}
