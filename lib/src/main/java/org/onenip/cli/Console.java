package org.onenip.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.onenip.training.TrainingListener;

/**
 * Shows progress and warnings on the terminal, and turns Ctrl-C into a clean stop: the training
 * writes a checkpoint before the process ends.
 */
final class Console implements TrainingListener, AutoCloseable {
  private static final int SECONDS_TO_STOP = 120;

  private final List<String> warnings = new ArrayList<>();
  private final CountDownLatch finished = new CountDownLatch(1);
  private final Thread hook = new Thread(this::stop, "stop");
  private ProgressBar bar;
  private volatile boolean stopRequested;

  Console() {
    Runtime.getRuntime().addShutdownHook(hook);
  }

  private void stop() {
    stopRequested = true;
    try {
      if (!finished.await(SECONDS_TO_STOP, TimeUnit.SECONDS)) {
        System.err.println("onenip: the last step takes too long; its work is lost.");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void begin(String part, int units) {
    bar = bar(part, units);
  }

  /** A bar on the terminal; below zero units it only counts. */
  static ProgressBar bar(String part, long units) {
    return new ProgressBarBuilder()
        .setTaskName(part)
        .setInitialMax(units)
        .setStyle(ProgressBarStyle.ASCII)
        .setUpdateIntervalMillis(500)
        .build();
  }

  @Override
  public void progress(int done, String remark) {
    bar.setExtraMessage(remark);
    bar.stepTo(done);
  }

  /**
   * Progress of work that ends at once when it is stopped.
   *
   * @throws CancellationException after Ctrl-C
   */
  void count(int done) {
    progress(done, "");
    if (stopRequested) {
      throw new CancellationException("stopped");
    }
  }

  @Override
  public void end() {
    bar.close();
  }

  @Override
  public void warn(String message) {
    warnings.add(message);
    System.err.println("warning: " + message);
  }

  @Override
  public boolean stopRequested() {
    return stopRequested;
  }

  /** All warnings so far. */
  List<String> warnings() {
    return List.copyOf(warnings);
  }

  /** What was begun is safe: a Ctrl-C from now on ends the process at once. */
  @Override
  public void close() {
    finished.countDown();
    if (!stopRequested) {
      Runtime.getRuntime().removeShutdownHook(hook);
    }
  }
}
