package org.onenip.report;

import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.onenip.detect.StepLog;

/** How the training went, step by step. */
final class LossCharts {
  private LossCharts() {}

  /** Nothing where there is no log. */
  static List<Chart> of(List<JsonObject> log) {
    if (log.isEmpty()) {
      return List.of();
    }
    var entries = Chart.thinned(log);
    var charts = new ArrayList<Chart>();
    for (var name : StepLog.losses(log.get(0)).keySet()) {
      charts.add(chart(LossTitles.of(name), entries, name, charts.size()));
    }
    charts.add(
        chart("Gradient norm before clipping", entries, "gradientNorm", 5)
            .yAxis("type", "log", "dtick", "D2"));
    charts.add(chart("Learning rate", entries, "learningRate", 4).yAxis("exponentformat", "e"));
    return charts;
  }

  private static Chart chart(String title, List<JsonObject> entries, String name, int color) {
    var steps = entries.stream().mapToDouble(entry -> number(entry, "step")).toArray();
    var values = entries.stream().mapToDouble(entry -> number(entry, name)).toArray();
    var line =
        Chart.line(
            title,
            Chart.numbers(steps),
            Chart.numbers(values),
            LineStyle.of(color).color(),
            "solid");
    return Chart.of(title, "step", "", List.of(line));
  }

  private static double number(JsonObject entry, String name) {
    var value = entry.get(name);
    return value == null || value.isJsonNull() ? Double.NaN : value.getAsDouble();
  }
}
