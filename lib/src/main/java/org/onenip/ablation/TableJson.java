package org.onenip.ablation;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;

/** An ablation's table for machines, rates in 0…1. */
public final class TableJson {
  private static final Gson JSON =
      new GsonBuilder().setPrettyPrinting().serializeNulls().disableHtmlEscaping().create();

  private TableJson() {}

  /** The file's text. */
  public static String of(AblationTable table) {
    var json = new JsonObject();
    json.addProperty("name", table.grid().name());
    json.addProperty("about", table.grid().about());
    var rows = new JsonArray();
    table.lines().forEach(line -> rows.add(line(line)));
    json.add("rows", rows);
    json.add("warnings", JSON.toJsonTree(table.warnings()));
    return JSON.toJson(json) + "\n";
  }

  private static JsonObject line(AblationTable.Line line) {
    var json = new JsonObject();
    json.addProperty("name", line.name());
    json.add("seeds", JSON.toJsonTree(line.seeds()));
    var metrics = new JsonObject();
    line.estimates()
        .forEach(
            (metric, estimate) -> {
              var values = JSON.toJsonTree(estimate).getAsJsonObject();
              values.add("difference", JSON.toJsonTree(line.differences().get(metric)));
              metrics.add(metric.key(), values);
            });
    json.add("metrics", metrics);
    return json;
  }
}
