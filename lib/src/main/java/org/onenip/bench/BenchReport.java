package org.onenip.bench;

import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.onenip.report.TableModel;
import org.onenip.report.TableModel.Cell;
import org.onenip.report.TableModel.Column;
import org.onenip.report.TextTable;
import org.onenip.support.Json;

/**
 * What {@code bench} says: a table to read, and JSON with its keys.
 *
 * @param trained whether the backbone had real weights
 */
public record BenchReport(String backbone, int size, boolean trained, Bench.Result result) {
  private static final String KEY_SEPARATOR = "_";

  /** The table. */
  public String text() {
    var text = new StringBuilder();
    setting().lines().forEach(line -> line(text, "%s", line));
    result.peer().ifPresent(peer -> line(text, "peer: %s", peer.engine()));
    line(text, "%s", setting().quietness());
    line(text, "");
    text.append(TextTable.of(table(), 1));
    line(text, "");
    peaks(text, "peak memory", Side::peaks);
    peaks(text, "GPU's memory", Side::devicePeaks);
    return text.toString();
  }

  /** The peer's columns keep away from ours. */
  private TableModel table() {
    var columns =
        new ArrayList<>(
            List.of(
                Column.left("").atLeast(22),
                Column.right("median").atLeast(10),
                Column.right("least").atLeast(10),
                Column.right("spread").atLeast(7),
                Column.right("images/s").atLeast(12)));
    if (result.peer().isPresent()) {
      columns.add(Column.right("peer").atLeast(12));
      columns.add(Column.right("least").atLeast(10));
      columns.add(Column.right("spread").atLeast(7));
      columns.add(Column.right("ratio").atLeast(7));
    }
    var ours = result.ours().timings();
    var rows = ours.keySet().stream().map(key -> row(key, ours.get(key), columns.size()));
    return TableModel.of(columns, rows.toList());
  }

  private List<Cell> row(String key, Timings ours, int columns) {
    var cells = new ArrayList<>(List.of(key));
    cells.addAll(times(ours));
    cells.add(images(key, ours));
    var peer = result.peer().map(side -> side.timings().get(key));
    if (peer.isPresent()) {
      cells.addAll(times(peer.get()));
      cells.add(format("%.2fx", ratio(key, peer.get())));
    }
    cells.addAll(Collections.nCopies(columns - cells.size(), ""));
    return cells.stream().map(Cell::of).toList();
  }

  private static List<String> times(Timings timings) {
    return List.of(
        format("%.4f s", timings.median()),
        format("%.4f s", timings.least()),
        format("%.1f %%", 100 * timings.spread()));
  }

  private void peaks(StringBuilder text, String what, Function<Side, Map<Group, Double>> of) {
    for (var entry : of.apply(result.ours()).entrySet()) {
      var peerPeak = result.peer().map(peer -> of.apply(peer).get(entry.getKey()));
      line(
          text,
          "%s, %-9s %8.0f MiB%s",
          what,
          entry.getKey(),
          entry.getValue(),
          peerPeak.map(peak -> "   peer %6.0f MiB".formatted(peak)).orElse(""));
    }
  }

  private static void line(StringBuilder text, String format, Object... values) {
    text.append(format(format, values)).append('\n');
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }

  /** How many times as long the peer takes, by the medians. */
  private double ratio(String key, Timings peer) {
    return peer.median() / result.ours().timings().get(key).median();
  }

  private static String images(String key, Timings timings) {
    return Stream.of(Part.values())
        .filter(part -> part.toString().equals(key) && part != Part.STARTUP)
        .map(part -> format("%.2f", part.images() / timings.median()))
        .findFirst()
        .orElse("");
  }

  private BenchSetting setting() {
    var ours = result.ours();
    return new BenchSetting(backbone, size, trained, ours.engine(), ours.threads(), result.quiet());
  }

  /** All figures; {@code null} where the system does not tell. */
  public String json() {
    var json = setting().json();
    var ours = result.ours();
    addFigures(json, ours);
    result
        .peer()
        .ifPresent(
            peer -> {
              var other = Json.of("engine", peer.engine(), "threads", peer.threads());
              addFigures(other, peer);
              json.add("peer", other);
              var ratios = new JsonObject();
              peer.timings()
                  .forEach(
                      (key, timings) -> {
                        if (ours.timings().containsKey(key)) {
                          ratios.addProperty(key, ratio(key, timings));
                        }
                      });
              json.add("ratios", ratios);
            });
    return Json.pretty(json);
  }

  /** Rates of what goes by images, seconds of what does not, all times, and the peaks. */
  private static void addFigures(JsonObject json, Side side) {
    var timings = side.timings();
    for (var part : Part.values()) {
      var taken = timings.get(part.toString());
      if (taken == null) {
        continue;
      }
      if (part.group() == Group.METRICS || part == Part.STARTUP) {
        json.addProperty(part + KEY_SEPARATOR + "s", taken.median());
      } else {
        json.addProperty(part + "_images_per_s", part.images() / taken.median());
      }
    }
    json.addProperty(
        "peak_rss_mib", side.peaks().values().stream().max(Double::compare).orElse(null));
    var parts = new JsonObject();
    timings.forEach((name, taken) -> parts.add(name, BenchSetting.json(taken)));
    json.add("parts", parts);
    json.add("peak_rss_mib_by_group", Json.tree(side.peaks()));
    json.add("device_mib_by_group", Json.tree(side.devicePeaks()));
  }
}
