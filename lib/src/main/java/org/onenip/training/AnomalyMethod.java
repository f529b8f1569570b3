package org.onenip.training;

import org.onenip.data.ImageSet;
import org.onenip.inference.Detector;

/**
 * A way to find anomalies: trained on the normal images of all classes at once, gives a detector.
 */
public interface AnomalyMethod {
  /**
   * Trains, or goes on where an interrupted training of the same run stopped.
   *
   * @param set only its training part is looked at
   * @param run where checkpoints and the log go
   * @param listener hears of the progress, and may stop it
   * @return the detector, not yet saved; the caller closes it
   * @throws TrainingStopped if the listener asked for it; a checkpoint was written
   * @throws org.onenip.UserError if an image or the run folder cannot be used
   */
  Detector train(ImageSet set, RunFolder run, TrainingListener listener);
}
