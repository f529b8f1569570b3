package org.onenip.cli;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.onenip.bench.Bench;
import org.onenip.bench.Group;
import org.onenip.bench.Part;
import org.onenip.bench.Side;
import org.onenip.bench.Timings;

/**
 * What {@code bench} says: a table to read, and JSON with its keys.
 *
 * @param trained whether the backbone had real weights
 */
record BenchReport(String backbone, int size, boolean trained, Bench.Result result) {
  private static final Path PROCESSORS = Path.of("/proc/cpuinfo");
  private static final String KEY_SEPARATOR = "_";

  /** The table. */
  String text() {
    var text = new StringBuilder();
    var ours = result.ours();
    line(text, "%s, %d pixels, float32, %s weights", backbone, size, weights());
    line(text, "%s; %d processors, %d engine threads", processor(), processors(), ours.threads());
    line(text, "%s; Java %s", ours.engine(), System.getProperty("java.version"));
    result.peer().ifPresent(peer -> line(text, "peer: %s", peer.engine()));
    line(text, "%s", quietness());
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
    for (var entry : ours.peaks().entrySet()) {
      var peerPeak = result.peer().map(peer -> peer.peaks().get(entry.getKey()));
      line(
          text,
          "peak memory, %-9s %8.0f MiB%s",
          entry.getKey(),
          entry.getValue(),
          peerPeak.map(peak -> "   peer %6.0f MiB".formatted(peak)).orElse(""));
    }
    return text.toString();
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

  private String weights() {
    return trained ? "real" : "random";
  }

  private String quietness() {
    var quiet = result.quiet();
    return String.format(
        Locale.ROOT,
        "The machine was %s: load %.2f before, the calibration loop's spread %.1f %%.",
        quiet.quiet() ? "quiet" : "NOT quiet, so figures are rough and only ratios count",
        quiet.load(),
        100 * quiet.loop().spread());
  }

  /** All figures; {@code null} where the system does not tell. */
  String json() {
    var json = new JsonObject();
    var ours = result.ours();
    json.addProperty("backbone", backbone);
    json.addProperty("weights", weights());
    json.addProperty("size", size);
    json.addProperty("threads", ours.threads());
    json.addProperty("processors", processors());
    json.addProperty("processor", processor());
    json.addProperty("engine", ours.engine());
    json.addProperty("java", System.getProperty("java.version"));
    json.addProperty("system", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    json.add("quiet", quietJson());
    addFigures(json, ours);
    json.add("parts", parts(ours));
    json.add("peak_rss_mib_by_group", peaks(ours));
    result
        .peer()
        .ifPresent(
            peer -> {
              var other = new JsonObject();
              other.addProperty("engine", peer.engine());
              other.addProperty("threads", peer.threads());
              addFigures(other, peer);
              other.add("parts", parts(peer));
              other.add("peak_rss_mib_by_group", peaks(peer));
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

  private JsonObject quietJson() {
    var quiet = new JsonObject();
    quiet.addProperty("quiet", result.quiet().quiet());
    quiet.addProperty("load_before", result.quiet().load());
    quiet.add("calibration_loop", timings(result.quiet().loop()));
    return quiet;
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
    side.timings().forEach((name, timings) -> parts.add(name, timings(timings)));
    return parts;
  }

  private static JsonObject peaks(Side side) {
    var peaks = new JsonObject();
    for (Map.Entry<Group, Double> peak : side.peaks().entrySet()) {
      peaks.addProperty(peak.getKey().toString(), peak.getValue());
    }
    return peaks;
  }

  private static JsonObject timings(Timings timings) {
    var json = new JsonObject();
    json.addProperty("median_s", timings.median());
    json.addProperty("least_s", timings.least());
    json.addProperty("spread", timings.spread());
    json.addProperty("repeats", timings.seconds().size());
    return json;
  }

  private static int processors() {
    return Runtime.getRuntime().availableProcessors();
  }

  /** The processor's name, as far as the system tells. */
  private static String processor() {
    try (var lines = Files.lines(PROCESSORS)) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).trim())
          .findFirst()
          .orElse(System.getProperty("os.arch"));
    } catch (IOException e) {
      var named = System.getenv("PROCESSOR_IDENTIFIER"); // Windows
      return named != null ? named : System.getProperty("os.arch");
    }
  }
}
