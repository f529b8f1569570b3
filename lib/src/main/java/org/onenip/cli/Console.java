package org.onenip.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.onenip.detect.StepListener;

/**
 * Shows progress and warnings on the terminal, and turns Ctrl-C into a clean stop: the training
 * writes a checkpoint before the process ends.
 */
final class Console implements StepListener, AutoCloseable {
  private static final int SECONDS_TO_STOP = 120;
  private static final int MILLIS_BETWEEN_BARS = 500;
  private static final int MILLIS_BETWEEN_LINES = 10_000;
  private static final int LINE_WIDTH = 100;

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

  /**
   * A bar on the terminal, or now and then a line where standard error is none; below zero units it
   * only counts.
   */
  static ProgressBar bar(String part, long units) {
    var bar =
        new ProgressBarBuilder()
            .setTaskName(part)
            .setInitialMax(units)
            .setStyle(ProgressBarStyle.ASCII)
            .setUpdateIntervalMillis(MILLIS_BETWEEN_BARS);
    if (!Terminal.watched()) {
      bar.setUpdateIntervalMillis(MILLIS_BETWEEN_LINES)
          .setConsumer(new DelegatingProgressBarConsumer(new Lines(), LINE_WIDTH));
    }
    return bar.build();
  }

  /** Says what is new; a bar that ends is drawn twice. */
  private static final class Lines implements Consumer<String> {
    private String last = "";

    @Override
    public void accept(String line) {
      if (!line.equals(last)) {
        System.err.println(line.stripTrailing());
      }
      last = line;
    }
  }

  @Override
  public void progress(int done, String remark) {
    bar.setExtraMessage(remark);
    bar.stepTo(done);
  }

  @Override
  public void end() {
    bar.close();
    bar = null;
  }

  @Override
  public void say(String line) {
    System.out.println(line);
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

  /**
   * What was begun is safe: a Ctrl-C from now on ends the process at once. What is said next begins
   * on a line of its own.
   */
  @Override
  public void close() {
    if (bar != null) {
      end();
    }
    finished.countDown();
    if (!stopRequested) {
      Runtime.getRuntime().removeShutdownHook(hook);
    }
  }
}
