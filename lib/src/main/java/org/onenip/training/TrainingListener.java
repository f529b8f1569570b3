package org.onenip.training;

/** Hears of a training's progress: a progress bar, a live plot, a test. */
public interface TrainingListener {
  /** Says nothing to nobody. */
  TrainingListener SILENT = new TrainingListener() {};

  /** A part of the work begins, of this many units. */
  default void begin(String part, int units) {}

  /** The current part has come this far. */
  default void progress(int done, String remark) {}

  /** The current part is over. */
  default void end() {}

  /** A step was taken. */
  default void step(StepLog entry) {}

  /** Something that the user should know, and what to do. */
  default void warn(String message) {}

  /** Whether to stop after the current step, keeping all that was done. */
  default boolean stopRequested() {
    return false;
  }
}
