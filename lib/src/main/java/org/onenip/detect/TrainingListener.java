package org.onenip.detect;

import org.onenip.support.ProgressListener;

/** Hears of a training's progress and of its steps. */
public interface TrainingListener extends ProgressListener {
  /** Says nothing to nobody. */
  TrainingListener SILENT = new TrainingListener() {};

  /** A step was taken. */
  default void step(StepLog entry) {}
}
