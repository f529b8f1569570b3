package org.onenip.training;

import ai.djl.ndarray.NDManager;
import java.nio.file.Files;
import java.util.function.Function;

/**
 * Step after step, with log, checkpoints and a listener; the same for every method that trains a
 * network.
 *
 * @param <B> one batch behind the backbone
 */
final class TrainingLoop<B> {
  private static final String UNTRAINED =
      "Nothing was trained (preset quick): the map is the distance to remembered normal patches."
          + " A training adds the reconstruction and the refiner, which draw the outlines of defects"
          + " sharper: train --preset tiny (minutes) or small (half an hour).";

  private final RunFolder run;
  private final TrainingSettings settings;
  private final TrainingListener listener;
  private final Trainer<?, B> trainer;
  private final Checkpoint checkpoint;

  /** Goes on from the run's checkpoint, where there is one. */
  TrainingLoop(
      RunFolder run, TrainingSettings settings, TrainingListener listener, Trainer<?, B> trainer) {
    this.run = run;
    this.settings = settings;
    this.listener = listener;
    this.trainer = trainer;
    checkpoint = new Checkpoint(run.state());
    if (Files.exists(run.state())) {
      checkpoint.restore(trainer);
    }
    run.truncateLog(trainer.optimizer().steps());
  }

  /**
   * Takes the steps that are left.
   *
   * @param batches gives the next batch, owned by the manager that it is handed
   * @throws TrainingStopped if the listener asked for it; a checkpoint was written
   */
  void run(TrainingData data, Function<NDManager, B> batches) {
    var watch =
        new SilentFailures(data.cache().classMeanError(data.split().fit()), settings.objective());
    var refiner = refinerWatch();
    listener.begin("training", settings.steps());
    try {
      long start = System.nanoTime();
      for (int step = trainer.optimizer().steps() + 1; step <= settings.steps(); step++) {
        StepLog entry;
        try (var scratch = data.cache().newSubManager()) {
          entry = trainer.step(batches.apply(scratch), (System.nanoTime() - start) / 1e9);
        }
        run.log(entry);
        watch.see(entry);
        if (settings.restartRefiner() && refiner.collapsed(entry.recall())) {
          trainer.restartRefiner();
          run.log(new Restart(step, "The refiner had collapsed to all-zero maps; it begins anew."));
        }
        listener.step(entry);
        listener.progress(step, "loss %.4f".formatted(entry.loss()));
        boolean stop = listener.stopRequested() && step < settings.steps();
        if (stop || step % settings.checkpointEvery() == 0 || step == settings.steps()) {
          checkpoint.write(trainer);
        }
        if (stop) {
          throw new TrainingStopped(step);
        }
      }
    } finally {
      listener.end();
    }
    watch.warnings().forEach(this::warn);
    if (settings.steps() == 0) {
      warn(UNTRAINED);
    }
  }

  private void warn(String warning) {
    run.log(new Warning(settings.steps(), warning));
    listener.warn(warning);
  }

  /** What an interrupted training had seen of its refiner. */
  private RefinerWatch refinerWatch() {
    var watch = new RefinerWatch();
    RunFolder.readLog(run.path()).stream()
        .filter(entry -> entry.has("recall"))
        .forEach(entry -> watch.collapsed(entry.get("recall").getAsDouble()));
    return watch;
  }

  /** A line of the log that is no step. */
  private record Warning(int step, String warning) {}

  /** Likewise. */
  private record Restart(int step, String restart) {}
}
