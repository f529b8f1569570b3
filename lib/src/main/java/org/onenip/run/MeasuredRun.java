package org.onenip.run;

import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.onenip.evaluation.Figures;
import org.onenip.method.onenip.OneNipMethod;
import org.onenip.method.uniad.UniAdMethod;
import org.onenip.report.ReportJson;
import org.onenip.support.Reasons;
import org.onenip.support.Shell;
import org.onenip.support.UserError;

/**
 * What {@code evaluate} measured of a run, or of the runs in a folder that were trained class by
 * class.
 *
 * @param place where it was read
 * @param classes by name
 * @param trained how it was trained, where its {@code config.json} says so
 */
public record MeasuredRun(Path place, Map<String, Figures> classes, Optional<Trained> trained) {
  private static final String REPORT = "report.json";
  private static final String CONFIG = "config.json";

  /** A class of a merged set lies two folders down. */
  private static final int DEPTH = 3;

  /** What makes two runs comparable. */
  public record Trained(String method, String backbone, int size) {
    private static Trained of(RunConfig config) {
      boolean imported = config.method().startsWith("import");
      boolean refined = refined(config);
      return new Trained(
          imported ? (refined ? OneNipMethod.NAME : UniAdMethod.NAME) : config.method(),
          config.backbone(),
          config.size());
    }
  }

  private static boolean refined(RunConfig config) {
    return config.settings() != null
        && config.settings().get("model") instanceof JsonObject model
        && model.get("refinerWidth") instanceof JsonPrimitive width
        && !width.getAsString().equals("0");
  }

  /**
   * Reads a run's report, or those of the class runs inside it.
   *
   * @param run its folder; may be {@code null} where a report is given
   * @param report one that lies elsewhere, or {@code null}
   * @throws UserError if there is none, or the class runs do not go together
   */
  public static MeasuredRun read(Path run, Path report) {
    if (report != null) {
      var trained = config(run == null ? report : run.resolve(REPORT));
      return new MeasuredRun(report, ReportJson.read(report), trained);
    }
    var own = run.resolve(REPORT);
    if (Files.exists(own)) {
      return new MeasuredRun(own, ReportJson.read(own), config(own));
    }
    var reports = inside(run);
    if (reports.isEmpty()) {
      throw new UserError(
          "There is no report.json in %s; make one with onenip evaluate --run %s --data DATA --out %s."
              .formatted(run, Shell.word(run), Shell.word(run)));
    }
    return merged(run, reports);
  }

  private static MeasuredRun merged(Path run, List<Path> reports) {
    var classes = new TreeMap<String, Figures>();
    Set<Optional<Trained>> trained = new LinkedHashSet<>();
    for (var report : reports) {
      ReportJson.read(report)
          .forEach(
              (name, figures) -> {
                if (classes.put(name, figures) != null) {
                  throw new UserError(
                      "Class %s is in several reports inside %s; name one of them with --report."
                          .formatted(name, run));
                }
              });
      trained.add(config(report));
    }
    if (trained.size() > 1) {
      throw new UserError(
          "The runs inside %s differ in method, backbone or image size; name one report with --report."
              .formatted(run));
    }
    return new MeasuredRun(run, classes, trained.iterator().next());
  }

  private static List<Path> inside(Path run) {
    if (!Files.isDirectory(run)) {
      return List.of();
    }
    try (var files = Files.walk(run, DEPTH)) {
      return files.filter(file -> file.getFileName().toString().equals(REPORT)).sorted().toList();
    } catch (IOException e) {
      throw new UserError("%s cannot be read: %s.".formatted(run, Reasons.of(e)), e);
    }
  }

  private static Optional<Trained> config(Path report) {
    var folder = report.toAbsolutePath().getParent();
    return Files.exists(folder.resolve(CONFIG))
        ? Optional.of(Trained.of(RunConfig.read(folder)))
        : Optional.empty();
  }
}
