package org.onenip.bench;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.onenip.engine.Precision;
import org.onenip.support.Json;

/**
 * What was measured, and on which machine: the head of every report.
 *
 * @param trained whether the backbone had real weights
 * @param engine its name and version, and where it ran
 * @param threads that the engine computes one operation with
 */
record BenchSetting(
    String backbone,
    int size,
    boolean trained,
    String engine,
    int threads,
    QuietCheck.Verdict quiet) {
  private static final Path PROCESSORS = Path.of("/proc/cpuinfo");

  /** Three lines to begin with. */
  List<String> lines() {
    return List.of(
        "%s, %d pixels, %s, %s weights".formatted(backbone, size, Precision.current(), weights()),
        "%s; %d processors, %d engine threads".formatted(processor(), processors(), threads),
        "%s; Java %s".formatted(engine, System.getProperty("java.version")));
  }

  /** Whether figures may be trusted. */
  String quietness() {
    return String.format(
        Locale.ROOT,
        "The machine was %s: load %.2f before, the calibration loop's spread %.1f %%.",
        quiet.quiet() ? "quiet" : "NOT quiet, so figures are rough and only ratios count",
        quiet.load(),
        100 * quiet.loop().spread());
  }

  /** The same to be read by programs. */
  JsonObject json() {
    var json = new JsonObject();
    json.addProperty("backbone", backbone);
    json.addProperty("weights", weights());
    json.addProperty("size", size);
    json.addProperty("precision", Precision.current().toString());
    json.addProperty("threads", threads);
    json.addProperty("processors", processors());
    json.addProperty("processor", processor());
    json.addProperty("engine", engine);
    json.addProperty("java", System.getProperty("java.version"));
    json.addProperty("system", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    json.add(
        "quiet",
        Json.of(
            "quiet", quiet.quiet(),
            "load_before", quiet.load(),
            "calibration_loop", json(quiet.loop())));
    return json;
  }

  /** How long one thing took. */
  static JsonObject json(Timings timings) {
    return Json.of(
        "median_s", timings.median(),
        "least_s", timings.least(),
        "spread", timings.spread(),
        "repeats", timings.seconds().size());
  }

  private String weights() {
    return trained ? "real" : "random";
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
