package org.onenip.training;

import java.util.List;
import java.util.Optional;
import org.onenip.detect.StepLog;

/** Watches a training while it runs: what goes wrong without an error is put right, or reported. */
public interface TrainingWatch {
  /** A step that was taken before the training was interrupted. */
  void recall(StepLog entry);

  /**
   * Looks at a step that was taken now.
   *
   * @return what was put right, for the log
   */
  Optional<String> see(StepLog entry);

  /** What the last steps show, with the remedy; empty where all is well. */
  List<String> warnings();
}
