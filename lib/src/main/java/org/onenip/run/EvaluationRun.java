package org.onenip.run;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.Function;
import org.onenip.data.ImageSet;
import org.onenip.data.Sample;
import org.onenip.detect.Detector;
import org.onenip.detect.PromptChoice;
import org.onenip.detect.RunFolder;
import org.onenip.detect.StepLog;
import org.onenip.evaluation.DetectorEvaluator;
import org.onenip.evaluation.Evaluation;
import org.onenip.evaluation.MapJournal;
import org.onenip.report.Report;
import org.onenip.support.FolderLock;
import org.onenip.support.ProgressListener;
import org.onenip.support.Reasons;
import org.onenip.support.UserError;

/** One evaluation: measure, and write the report. */
public final class EvaluationRun {
  private static final int GALLERY_PER_CLASS = 8;

  /** The maps of images that are done. */
  private static final String JOURNAL = "maps.part";

  private final Path run;
  private final Path out;
  private final ProgressListener listener;

  /**
   * An evaluation of a run.
   *
   * @param out where the report goes
   * @param listener hears of the progress, and may stop it
   */
  public EvaluationRun(Path run, Path out, ProgressListener listener) {
    this.run = run;
    this.out = out;
    this.listener = listener;
  }

  /**
   * Measures and writes the report.
   *
   * @param config of the run, for the report
   * @param key all that decides the maps: an equal evaluation that was cut off is gone on with
   * @return what was measured
   * @throws UserError if another command writes to the folder, or it cannot be written
   */
  public Evaluation report(
      Detector detector,
      ImageSet set,
      Function<List<Sample>, PromptChoice> choice,
      RunConfig config,
      String key) {
    var lock = FolderLock.open(out);
    try (lock) {
      var log = RunFolder.readLog(run); // before the images: it may be damaged
      var steps = log.stream().filter(entry -> entry.has("loss")).toList();
      var evaluation = measure(detector, set, choice, key);
      var json = new Gson().toJsonTree(config).getAsJsonObject();
      new Report(evaluation, json, steps, RunFolder.warnings(run), trainingTime(steps)).write(out);
      return evaluation;
    }
  }

  private Evaluation measure(
      Detector detector, ImageSet set, Function<List<Sample>, PromptChoice> choice, String key) {
    try (var maps = MapJournal.open(out.resolve(JOURNAL), key)) {
      switch (maps.found()) {
        case EQUAL -> listener.say("Going on with the maps of an evaluation that was cut off.");
        case OTHER ->
            listener.say(
                "Starting afresh: what lies unfinished in %s is of another evaluation."
                    .formatted(out));
        case NOTHING -> {}
      }
      listener.begin("evaluation", set.test().size());
      try {
        return DetectorEvaluator.evaluate(
            detector, set, choice, GALLERY_PER_CLASS, maps, listener::count);
      } finally {
        listener.end();
      }
    } catch (CancellationException e) {
      listener.say("Interrupted; the same command goes on from there.");
      throw e;
    }
  }

  /** Removes the maps: all reports are written. */
  public void tidy() {
    try {
      Files.deleteIfExists(out.resolve(JOURNAL));
    } catch (IOException e) {
      throw new UserError(
          "%s cannot be removed: %s.".formatted(out.resolve(JOURNAL), Reasons.of(e)), e);
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
      double now = StepLog.of(step).orElseThrow().seconds();
      seconds += now >= last ? now - last : now;
      last = now;
    }
    return Duration.ofMillis(Math.round(seconds * 1000));
  }
}
