// Draws the curves of a measurement, with the fitted lines: the figures of docs/scale.md.
//   lib/onenip bench --scale --json runs/scale.json
//   lib/onenip shell lib/scripts/draw_scale.jsh
// FILE and OUT in the environment change the file and the folder of the pictures.

import com.google.gson.*;
import java.awt.Color;
import org.knowm.xchart.*;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.SeriesMarkers;

String setting(String name, String usual) { return System.getenv().getOrDefault(name, usual); }

var measured = JsonParser.parseString(Files.readString(Path.of(setting("FILE", "runs/scale.json")))).getAsJsonObject();
var out = Path.of(setting("OUT", "docs"));
var colors = Map.of("inference", new Color(0x2a6f97), "features", new Color(0xd1793f), "choosing", new Color(0x2a6f97), "pixel_metrics", new Color(0x2a6f97));

// sides and batches lie close together, prompts and maps far apart
XYChart chart(String xTitle, String yTitle, boolean farX, boolean farY) {
  var chart = new XYChartBuilder().width(640).height(360).xAxisTitle(xTitle).yAxisTitle(yTitle).build();
  var style = chart.getStyler();
  style.setXAxisLogarithmic(farX).setYAxisLogarithmic(farY).setXAxisDecimalPattern("#,##0").setLocale(Locale.ROOT);
  style.setPlotGridLinesColor(new Color(0xe9edf1)).setPlotBorderVisible(false);
  style.setLegendPosition(LegendPosition.InsideNW).setLegendBorderColor(Color.WHITE).setChartBackgroundColor(Color.WHITE);
  if (!farX) { style.setXAxisMin(0.0); }
  if (!farY) { style.setYAxisMin(0.0).setYAxisDecimalPattern("0.####"); }
  return chart;
}

double[] numbers(JsonObject curve, String key) {
  return StreamSupport.stream(curve.getAsJsonArray("points").spliterator(), false).mapToDouble(p -> p.getAsJsonObject().get(key).getAsDouble()).toArray();
}

void draw(XYChart chart, JsonObject curve) {
  var color = colors.get(curve.get("measure").getAsString());
  var name = curve.get("measure").getAsString().replace('_', ' ');
  var dots = chart.addSeries(name, numbers(curve, "x"), numbers(curve, "least_s"));
  dots.setMarker(SeriesMarkers.CIRCLE).setMarkerColor(color).setLineStyle(SeriesLines.NONE);
  var fit = curve.getAsJsonObject("fit");
  double from = fit.get("from").getAsDouble(), to = fit.get("to").getAsDouble(), exponent = fit.get("exponent").getAsDouble();
  double[] x = IntStream.rangeClosed(0, 40).mapToDouble(i -> from * Math.pow(to / from, i / 40.0)).toArray();
  double[] y = Arrays.stream(x).map(v -> fit.get("factor").getAsDouble() * Math.pow(v, exponent)).toArray();
  var line = chart.addSeries(String.format(Locale.ROOT, "%s: exponent %.2f", name, exponent), x, y);
  line.setMarker(SeriesMarkers.NONE).setLineStyle(SeriesLines.DASH_DASH).setLineColor(color);
}

void save(XYChart chart, String name) throws IOException {
  var file = out.resolve(name + ".png");
  BitmapEncoder.saveBitmap(chart, file.toString(), BitmapEncoder.BitmapFormat.PNG);
  System.out.println("Written: " + file);
}

// one figure a curve
var charts = new LinkedHashMap<String, XYChart>();
for (var each : measured.getAsJsonArray("curves")) {
  var curve = each.getAsJsonObject();
  var name = curve.get("curve").getAsString();
  boolean far = Set.of("prompts", "maps").contains(name);
  // an inference among many prompts is in the table: it does not grow with them
  if (!name.equals("prompts") || curve.get("measure").getAsString().equals("choosing")) {
    draw(charts.computeIfAbsent(name, n -> chart(curve.get("unit").getAsString(), "seconds", far, name.equals("maps"))), curve);
  }
}
for (var entry : charts.entrySet()) { save(entry.getValue(), "scale_" + entry.getKey()); }

// memory of the metrics, beside what all scores would take
for (var each : measured.getAsJsonArray("curves")) {
  var curve = each.getAsJsonObject();
  if (curve.get("curve").getAsString().equals("maps") && curve.getAsJsonArray("points").get(0).getAsJsonObject().has("peak_rss_mib")) {
    var memory = chart("maps", "MiB", true, true);
    var x = numbers(curve, "x");
    double side = measured.get("size").getAsDouble();
    memory.addSeries("peak resident memory", x, numbers(curve, "peak_rss_mib")).setMarker(SeriesMarkers.CIRCLE);
    memory.addSeries("the scores alone, 4 bytes each", x, Arrays.stream(x).map(n -> n * side * side * 4 / (1 << 20)).toArray()).setMarker(SeriesMarkers.NONE).setLineStyle(SeriesLines.DASH_DASH);
    save(memory, "scale_memory");
  }
}
/exit
