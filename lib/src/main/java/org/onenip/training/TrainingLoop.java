package org.onenip.training;

import ai.djl.ndarray.NDManager;
import com.google.gson.JsonObject;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Function;
import org.onenip.detect.RunFolder;
import org.onenip.detect.StepListener;
import org.onenip.detect.StepLog;
import org.onenip.detect.TrainingStopped;
import org.onenip.support.UserError;

/**
 * Step after step, with log, checkpoints and a listener; the same for every method that trains a
 * network.
 *
 * @param <B> one batch
 */
public final class TrainingLoop<B> {
  private final RunFolder run;
  private final TrainingSettings settings;
  private final StepListener listener;
  private final MethodTrainer<B> trainer;
  private final Checkpoint checkpoint;

  /** The step of the checkpoint on disk; 0 where there is none. */
  private int kept;

  /** Goes on from the run's checkpoint, where there is one. */
  public TrainingLoop(
      RunFolder run, TrainingSettings settings, StepListener listener, MethodTrainer<B> trainer) {
    this.run = run;
    this.settings = settings;
    this.listener = listener;
    this.trainer = trainer;
    checkpoint = new Checkpoint(run.state());
    if (Files.exists(run.state())) {
      checkpoint.restore(trainer, settings.steps());
      kept = trainer.steps();
    }
    run.truncateLog(trainer.steps());
  }

  /**
   * Takes the steps that are left.
   *
   * @param parent its sub-managers own the batches
   * @param watches look at every step
   * @param batches gives the next batch, owned by the manager that it is handed
   * @throws TrainingStopped if the listener asked for it; a checkpoint was written
   * @throws UserError if a loss, the gradients or the weights are numbers no more; the last
   *     checkpoint is kept
   */
  public void run(NDManager parent, List<TrainingWatch> watches, Function<NDManager, B> batches) {
    RunFolder.readLog(run.path()).stream()
        .flatMap(line -> StepLog.of(line).stream())
        .forEach(entry -> watches.forEach(watch -> watch.recall(entry)));
    listener.begin("training", settings.steps());
    try {
      long start = System.nanoTime();
      for (int step = trainer.steps() + 1; step <= settings.steps(); step++) {
        StepLog entry;
        try (var scratch = parent.newSubManager()) {
          entry = trainer.step(batches.apply(scratch), (System.nanoTime() - start) / 1e9);
        }
        refuseDivergence(entry);
        run.log(entry.json());
        for (var watch : watches) {
          watch.see(entry).ifPresent(restart -> log(entry.step(), "restart", restart));
        }
        listener.step(entry);
        listener.progress(step, "loss %.4f".formatted(entry.loss()));
        boolean stop = listener.stopRequested() && step < settings.steps();
        if (stop || step % settings.checkpointEvery() == 0 || step == settings.steps()) {
          refuseDivergence(step);
          checkpoint.write(trainer);
          kept = step;
        }
        if (stop) {
          throw new TrainingStopped(step);
        }
      }
    } finally {
      listener.end();
    }
    watches.stream().flatMap(watch -> watch.warnings().stream()).forEach(this::warn);
  }

  private void refuseDivergence(StepLog entry) {
    var figures = new LinkedHashMap<>(entry.losses());
    figures.put("gradient's norm", entry.gradientNorm());
    figures.forEach(
        (name, value) -> {
          if (!Double.isFinite(value)) {
            throw diverged(entry.step(), "the %s is %s".formatted(name, value));
          }
        });
  }

  private void refuseDivergence(int step) {
    if (!trainer.isFinite()) {
      throw diverged(step, "its weights are no numbers any more");
    }
  }

  private UserError diverged(int step, String what) {
    return new UserError(
        "The training in %s diverged at step %d (%s): train anew with a smaller --lr than %s%s."
            .formatted(
                run.path(),
                step,
                what,
                settings.learningRate(),
                kept == 0
                    ? ""
                    : " into another --run; the checkpoint of step %d is kept".formatted(kept)));
  }

  /** Tells the user something, and keeps it in the log. */
  public void warn(String warning) {
    log(settings.steps(), "warning", warning);
    listener.warn(warning);
  }

  /** A line of the log that is no step. */
  private void log(int step, String kind, String text) {
    var line = new JsonObject();
    line.addProperty("step", step);
    line.addProperty(kind, text);
    run.log(line);
  }
}
