package org.onenip.ablation;

import com.google.gson.JsonObject;
import java.util.LinkedHashMap;
import org.onenip.support.Json;

/** An ablation's table for machines, rates in 0…1. */
public final class TableJson {
  private TableJson() {}

  /** The file's text. */
  public static String of(AblationTable table) {
    return Json.pretty(
        Json.of(
            "name", table.grid().name(),
            "about", table.grid().about(),
            "rows", table.lines().stream().map(TableJson::line).toList(),
            "warnings", table.warnings()));
  }

  private static JsonObject line(AblationTable.Line line) {
    var metrics = new LinkedHashMap<String, JsonObject>();
    line.estimates()
        .forEach(
            (metric, estimate) ->
                metrics.put(
                    metric.key(),
                    Json.of(
                        "mean", estimate.mean(),
                        "deviation", estimate.deviation(),
                        "count", estimate.count(),
                        "difference", line.differences().get(metric))));
    return Json.of("name", line.name(), "seeds", line.seeds(), "metrics", metrics);
  }
}
