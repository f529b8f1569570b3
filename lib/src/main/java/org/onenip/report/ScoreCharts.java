package org.onenip.report;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;
import org.onenip.evaluation.Evaluation;
import org.onenip.evaluation.ImageResult;
import org.onenip.support.Json;

/** Histograms of the images' scores, one per class: good beside defective, and the threshold. */
final class ScoreCharts {
  private static final String GOOD = LineStyle.of(0).color();
  private static final String DEFECTIVE = LineStyle.of(1).color();
  private static final int BINS = 30;

  private ScoreCharts() {}

  /** The charts in the order of the classes. */
  static List<Chart> of(Evaluation evaluation) {
    return evaluation.classes().keySet().stream()
        .map(name -> chart(name, ofClass(evaluation, name)))
        .filter(chart -> chart.data().size() > 0)
        .toList();
  }

  private static List<ImageResult> ofClass(Evaluation evaluation, String name) {
    return evaluation.images().stream()
        .filter(image -> image.sample().className().equals(name))
        .filter(image -> Float.isFinite(image.score()))
        .toList();
  }

  private static Chart chart(String name, List<ImageResult> images) {
    if (images.isEmpty()) {
      return Chart.of(name, "", "", List.of());
    }
    var threshold = threshold(name, images);
    var shown =
        DoubleStream.concat(images.stream().mapToDouble(ImageResult::score), threshold.stream())
            .summaryStatistics();
    double width = Math.max(shown.getMax() - shown.getMin(), 1e-6 + Math.abs(shown.getMax()) / 1e3);
    double low = shown.getMin() - 0.03 * width;
    double high = shown.getMin() + 1.03 * width;
    var chart =
        Chart.of(
            name,
            "score",
            "images",
            List.of(
                bars("good", images, false, GOOD, low, high),
                bars("defective", images, true, DEFECTIVE, low, high)));
    chart.layout().addProperty("barmode", "overlay");
    chart.layout().addProperty("bargap", 0.04);
    chart.layout().getAsJsonObject("xaxis").add("range", Chart.numbers(low, high));
    threshold.ifPresent(at -> chart.layout().add("shapes", verticalLine(at)));
    return chart;
  }

  private static JsonObject bars(
      String name,
      List<ImageResult> images,
      boolean anomalous,
      String color,
      double low,
      double high) {
    var bars = Json.of("type", "histogram", "name", name, "opacity", 0.7);
    bars.add(
        "x",
        Chart.numbers(
            images.stream()
                .filter(image -> image.sample().anomalous() == anomalous)
                .mapToDouble(ImageResult::score)
                .toArray()));
    bars.add("marker", Json.of("color", color));
    bars.add("xbins", Json.of("start", low, "end", high, "size", (high - low) / BINS));
    return bars;
  }

  /** The class's own threshold; images that were given another class's prompt have another. */
  private static OptionalDouble threshold(String name, List<ImageResult> images) {
    return images.stream()
        .filter(image -> image.prompt() == null || image.prompt().equals(name))
        .mapToDouble(ImageResult::threshold)
        .filter(Double::isFinite)
        .findFirst();
  }

  private static JsonArray verticalLine(double x) {
    var shape = Json.of("type", "line", "yref", "paper", "x0", x, "x1", x, "y0", 0, "y1", 1);
    var style = LineStyle.THRESHOLD;
    shape.add("line", Json.of("color", style.color(), "width", 1.5, "dash", style.dash()));
    var shapes = new JsonArray();
    shapes.add(shape);
    return shapes;
  }
}
