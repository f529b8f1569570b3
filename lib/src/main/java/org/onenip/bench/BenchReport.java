package org.onenip.bench;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

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
    var ours = result.ours();
    setting().lines().forEach(line -> line(text, "%s", line));
    result.peer().ifPresent(peer -> line(text, "peer: %s", peer.engine()));
    line(text, "%s", setting().quietness());
    line(text, "");
    boolean versus = result.peer().isPresent();
    line(
        text,
        "%-22s %10s %10s %7s %12s%s",
        "",
        "median",
        "least",
        "spread",
        "images/s",
        head(versus));
    for (var entry : ours.timings().entrySet()) {
      var timings = entry.getValue();
      line(
          text,
          "%-22s %8.4f s %8.4f s %5.1f %% %12s%s",
          entry.getKey(),
          timings.median(),
          timings.least(),
          100 * timings.spread(),
          images(entry.getKey(), timings),
          versus ? beside(entry.getKey()) : "");
    }
    line(text, "");
    peaks(text, "peak memory", Side::peaks);
    peaks(text, "GPU's memory", Side::devicePeaks);
    return text.toString();
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
    text.append(String.format(Locale.ROOT, format, values)).append(System.lineSeparator());
  }

  private static String head(boolean versus) {
    return versus ? String.format("   %10s %10s %7s %7s", "peer", "least", "spread", "ratio") : "";
  }

  private String beside(String key) {
    var peer = result.peer().orElseThrow().timings().get(key);
    if (peer == null) {
      return "";
    }
    return String.format(
        Locale.ROOT,
        "   %8.4f s %8.4f s %5.1f %% %6.2fx",
        peer.median(),
        peer.least(),
        100 * peer.spread(),
        ratio(key, peer));
  }

  /** How many times as long the peer takes, by the medians. */
  private double ratio(String key, Timings peer) {
    return peer.median() / result.ours().timings().get(key).median();
  }

  private static String images(String key, Timings timings) {
    return Stream.of(Part.values())
        .filter(part -> part.toString().equals(key) && part != Part.STARTUP)
        .map(part -> String.format(Locale.ROOT, "%.2f", part.images() / timings.median()))
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
    json.add("parts", parts(ours));
    json.add("peak_rss_mib_by_group", peaks(ours.peaks()));
    json.add("device_mib_by_group", peaks(ours.devicePeaks()));
    result
        .peer()
        .ifPresent(
            peer -> {
              var other = new JsonObject();
              other.addProperty("engine", peer.engine());
              other.addProperty("threads", peer.threads());
              addFigures(other, peer);
              other.add("parts", parts(peer));
              other.add("peak_rss_mib_by_group", peaks(peer.peaks()));
              other.add("device_mib_by_group", peaks(peer.devicePeaks()));
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
    return new GsonBuilder().setPrettyPrinting().serializeNulls().create().toJson(json);
  }

  /** Rates of what goes by images, seconds of what does not, and the highest peak. */
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
  }

  private static JsonObject parts(Side side) {
    var parts = new JsonObject();
    side.timings().forEach((name, timings) -> parts.add(name, BenchSetting.json(timings)));
    return parts;
  }

  private static JsonObject peaks(Map<Group, Double> mib) {
    var peaks = new JsonObject();
    mib.forEach((group, peak) -> peaks.addProperty(group.toString(), peak));
    return peaks;
  }
}
