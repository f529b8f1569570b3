package org.onenip.cli;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.onenip.UserError;
import org.onenip.data.ImageSet;
import org.onenip.data.Sample;
import org.onenip.evaluation.Evaluator;
import org.onenip.evaluation.Figures;
import org.onenip.inference.Detector;
import org.onenip.inference.PromptChoice;
import org.onenip.report.Report;
import org.onenip.training.RunFolder;

/** One evaluation from the command line: measure, write the report, print the figures. */
final class EvaluationRun {
  private static final int GALLERY_PER_CLASS = 8;

  private final Path run;
  private final Path out;
  private final Console console;

  EvaluationRun(Path run, Path out, Console console) {
    this.run = run;
    this.out = out;
    this.console = console;
  }

  void report(
      Detector detector,
      ImageSet set,
      Function<List<Sample>, PromptChoice> choice,
      RunConfig config) {
    console.begin("evaluation", set.test().size());
    var evaluation = Evaluator.evaluate(detector, set, choice, GALLERY_PER_CLASS, console::count);
    console.end();
    try {
      Files.createDirectories(out);
    } catch (IOException e) {
      throw new UserError("The folder %s cannot be made: %s.".formatted(out, e), e);
    }
    var log = RunFolder.readLog(run);
    var steps = log.stream().filter(entry -> entry.has("loss")).toList();
    var json = new Gson().toJsonTree(config).getAsJsonObject();
    new Report(evaluation, json, steps, RunFolder.warnings(run), trainingTime(steps)).write(out);
    print("class", null);
    evaluation.classes().forEach(EvaluationRun::print);
    evaluation.groups().forEach((group, figures) -> print("(" + group + ")", figures));
    print("mean", evaluation.mean());
    System.out.println("Report: " + out.resolve("report.html"));
  }

  /** The seconds of all its stretches; a resumed training counts from zero again. */
  private static Duration trainingTime(List<JsonObject> steps) {
    if (steps.isEmpty()) {
      return null;
    }
    double seconds = 0;
    double last = 0;
    for (var step : steps) {
      double now = step.get("seconds").getAsDouble();
      seconds += now >= last ? now - last : now;
      last = now;
    }
    return Duration.ofMillis(Math.round(seconds * 1000));
  }

  private static void print(String name, Figures figures) {
    if (figures == null) {
      System.out.printf(
          "%-16s %11s %8s %11s %8s %6s %6s%n",
          name, "image AUROC", "image AP", "pixel AUROC", "pixel AP", "AUPRO", "images");
    } else {
      System.out.printf(
          "%-16s %11s %8s %11s %8s %6s %6d%n",
          name,
          rate(figures.imageAuroc()),
          rate(figures.imageAp()),
          rate(figures.pixelAuroc()),
          rate(figures.pixelAp()),
          rate(figures.aupro()),
          figures.images());
    }
  }

  private static String rate(Double value) {
    return value == null ? "–" : "%.3f".formatted(value);
  }
}
