package org.onenip.cli;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.Function;
import org.onenip.UserError;
import org.onenip.data.ImageSet;
import org.onenip.data.Sample;
import org.onenip.evaluation.Evaluation;
import org.onenip.evaluation.Evaluator;
import org.onenip.evaluation.Figures;
import org.onenip.evaluation.MapJournal;
import org.onenip.evaluation.SkippedImage;
import org.onenip.inference.Detector;
import org.onenip.inference.PromptChoice;
import org.onenip.report.Report;
import org.onenip.training.RunFolder;

/** One evaluation from the command line: measure, write the report, print the figures. */
final class EvaluationRun {
  private static final int GALLERY_PER_CLASS = 8;

  /** Skipped images to show on the terminal. */
  private static final int FEW = 5;

  /** The maps of images that are done. */
  private static final String JOURNAL = "maps.part";

  private final Path run;
  private final Path out;
  private final Console console;

  EvaluationRun(Path run, Path out, Console console) {
    this.run = run;
    this.out = out;
    this.console = console;
  }

  /**
   * Measures and writes the report.
   *
   * @param key all that decides the maps: an equal evaluation that was cut off is gone on with
   */
  void report(
      Detector detector,
      ImageSet set,
      Function<List<Sample>, PromptChoice> choice,
      RunConfig config,
      String key) {
    try {
      Files.createDirectories(out);
    } catch (IOException e) {
      throw new UserError("The folder %s cannot be made: %s.".formatted(out, e), e);
    }
    var evaluation = measure(detector, set, choice, key);
    var log = RunFolder.readLog(run);
    var steps = log.stream().filter(entry -> entry.has("loss")).toList();
    var json = new Gson().toJsonTree(config).getAsJsonObject();
    new Report(evaluation, json, steps, RunFolder.warnings(run), trainingTime(steps)).write(out);
    print("class", null);
    evaluation.classes().forEach(EvaluationRun::print);
    evaluation.groups().forEach((group, figures) -> print("(" + group + ")", figures));
    print("mean", evaluation.mean());
    tellSkipped(evaluation.skipped(), set.test().size());
    System.out.println("Report: " + out.resolve("report.html"));
  }

  private Evaluation measure(
      Detector detector, ImageSet set, Function<List<Sample>, PromptChoice> choice, String key) {
    try (var maps = MapJournal.open(out.resolve(JOURNAL), key)) {
      switch (maps.found()) {
        case EQUAL ->
            System.out.println("Going on with the maps of an evaluation that was cut off.");
        case OTHER ->
            System.out.printf(
                "Starting afresh: what lies unfinished in %s is of another evaluation.%n", out);
        case NOTHING -> {}
      }
      console.begin("evaluation", set.test().size());
      try {
        return Evaluator.evaluate(detector, set, choice, GALLERY_PER_CLASS, maps, console::count);
      } finally {
        console.end();
      }
    } catch (CancellationException e) {
      System.out.println("Interrupted; the same command goes on from there.");
      throw e;
    }
  }

  /** Removes the maps: all reports are written. */
  void tidy() {
    try {
      Files.deleteIfExists(out.resolve(JOURNAL));
    } catch (IOException e) {
      throw new UserError("%s cannot be removed: %s.".formatted(out.resolve(JOURNAL), e), e);
    }
  }

  private static void tellSkipped(List<SkippedImage> skipped, int images) {
    if (!skipped.isEmpty()) {
      System.out.printf("Skipped %d of %d test images:%n", skipped.size(), images);
      skipped.stream().limit(FEW).forEach(image -> System.out.println("  " + image.reason()));
      if (skipped.size() > FEW) {
        System.out.println("  All of them are in the report.");
      }
    }
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
