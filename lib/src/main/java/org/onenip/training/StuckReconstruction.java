package org.onenip.training;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.onenip.detect.StepLog;

/** Notices a reconstruction that stays at each class's mean feature. */
public final class StuckReconstruction implements TrainingWatch {
  static final int WINDOW = 50;

  /** A reconstruction this close to the class means has learned nothing else. */
  private static final double STUCK = 0.97;

  private final double classMeanError;
  private final Deque<Double> recent = new ArrayDeque<>();

  /**
   * Begins to watch.
   *
   * @param classMeanError squared error of predicting, at each position, the mean feature of the
   *     image's class
   */
  public StuckReconstruction(double classMeanError) {
    this.classMeanError = classMeanError;
  }

  @Override
  public void recall(StepLog entry) {
    recent.addLast(entry.loss(Losses.MSE));
    if (recent.size() > WINDOW) {
      recent.removeFirst();
    }
  }

  @Override
  public Optional<String> see(StepLog entry) {
    recall(entry);
    return Optional.empty();
  }

  @Override
  public List<String> warnings() {
    if (recent.size() < WINDOW) {
      return List.of();
    }
    double mse = recent.stream().mapToDouble(error -> error).average().orElseThrow();
    return mse < STUCK * classMeanError
        ? List.of()
        : List.of(
            ("The reconstruction is stuck at the mean feature of each class (error %.3f; the means"
                    + " alone give %.3f): lower --lr or lengthen the warm-up, standardise the features,"
                    + " or train for more steps.")
                .formatted(mse, classMeanError));
  }
}
