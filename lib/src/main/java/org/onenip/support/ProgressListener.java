package org.onenip.support;

import java.util.concurrent.CancellationException;

/** Hears of the progress of long work: a progress bar, a notebook's line, a test. */
public interface ProgressListener {
  /** Says nothing to nobody. */
  ProgressListener SILENT = new ProgressListener() {};

  /** A part of the work begins, of this many units. */
  default void begin(String part, int units) {}

  /** The current part has come this far. */
  default void progress(int done, String remark) {}

  /** The current part is over. */
  default void end() {}

  /** A line of what has come out, or of what is done now. */
  default void say(String line) {}

  /** Something that the user should know, and what to do. */
  default void warn(String message) {}

  /** Whether to stop soon, keeping all that was done. */
  default boolean stopRequested() {
    return false;
  }

  /**
   * Progress of work that ends at once when it is stopped.
   *
   * @throws CancellationException if a stop was requested
   */
  default void count(int done) {
    progress(done, "");
    if (stopRequested()) {
      throw new CancellationException("stopped");
    }
  }
}
