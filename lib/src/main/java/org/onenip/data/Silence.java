package org.onenip.data;

import ai.djl.util.Progress;

/** Progress that nobody watches. */
public final class Silence implements Progress {
  @Override
  public void reset(String message, long max, String trailingMessage) {}

  @Override
  public void start(long initialProgress) {}

  @Override
  public void end() {}

  @Override
  public void increment(long increment) {}

  @Override
  public void update(long progress, String additionalMessage) {}
}
