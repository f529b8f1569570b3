package org.onenip.cli;

import ai.djl.util.Progress;
import me.tongfei.progressbar.ProgressBar;

/** Shows what DJL fetches; nothing while there is nothing to fetch. */
final class FetchProgress implements Progress, AutoCloseable {
  private ProgressBar bar;

  @Override
  public void reset(String message, long max, String trailingMessage) {
    end();
    bar = Console.bar(message, max);
  }

  @Override
  public void start(long initialProgress) {
    update(initialProgress, null);
  }

  @Override
  public void increment(long increment) {
    if (bar != null) {
      bar.stepBy(increment);
    }
  }

  @Override
  public void update(long progress, String additionalMessage) {
    if (bar != null) {
      bar.stepTo(progress);
    }
  }

  @Override
  public void end() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }

  @Override
  public void close() {
    end();
  }
}
