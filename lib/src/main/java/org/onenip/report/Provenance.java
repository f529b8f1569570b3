package org.onenip.report;

import ai.djl.engine.Engine;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** How a run was made. */
final class Provenance {
  private Provenance() {}

  /**
   * Where and when, in the page's order.
   *
   * @param trainingTime {@code null} where it is not known
   * @param settings as {@link #flattened} gives them; the seed is taken from there
   */
  static Map<String, String> circumstances(Duration trainingTime, Map<String, String> settings) {
    var facts = new LinkedHashMap<String, String>();
    settings.forEach(
        (name, value) -> {
          if (name.equals("seed") || name.endsWith(".seed")) {
            facts.putIfAbsent("Seed", value);
          }
        });
    if (trainingTime != null) {
      facts.put("Training time", Format.duration(trainingTime));
    }
    facts.put(
        "Report written",
        ZonedDateTime.now().format(DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm xxx")));
    facts.put("Java", System.getProperty("java.vm.name") + " " + Runtime.version());
    facts.put("DJL", Engine.getDjlVersion());
    facts.put(
        "System",
        "%s %s (%s), %d processors"
            .formatted(
                System.getProperty("os.name"),
                System.getProperty("os.version"),
                System.getProperty("os.arch"),
                Runtime.getRuntime().availableProcessors()));
    return facts;
  }

  /** The settings with dotted names, in their own order. */
  static Map<String, String> flattened(JsonObject config) {
    var settings = new LinkedHashMap<String, String>();
    config.entrySet().forEach(entry -> flatten(entry.getKey(), entry.getValue(), settings));
    return settings;
  }

  private static void flatten(String name, JsonElement value, Map<String, String> settings) {
    if (value.isJsonObject()) {
      value
          .getAsJsonObject()
          .entrySet()
          .forEach(entry -> flatten(name + "." + entry.getKey(), entry.getValue(), settings));
    } else {
      settings.put(name, text(value));
    }
  }

  private static String text(JsonElement value) {
    if (value.isJsonArray()) {
      return StreamSupport.stream(value.getAsJsonArray().spliterator(), false)
          .map(Provenance::text)
          .collect(Collectors.joining(", "));
    }
    return value.isJsonPrimitive() ? value.getAsString() : value.toString();
  }
}
