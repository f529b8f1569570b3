package org.onenip.detect;

import org.onenip.support.ProgressListener;

/** Hears of a training's progress and of its steps. */
public interface StepListener extends ProgressListener {
  /** Says nothing to nobody. */
  StepListener SILENT = new StepListener() {};

  /** A step was taken. */
  default void step(StepLog entry) {}
}
