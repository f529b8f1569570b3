package org.onenip.training;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;

/**
 * Watches for the two ways in which a training fails without an error: a reconstruction that stays
 * at each class's mean feature, and a refiner that has collapsed to all-zero maps.
 */
final class SilentFailures {
  private static final int WINDOW = RefinerWatch.WINDOW;

  /** A reconstruction this close to the class means has learned nothing else. */
  private static final double STUCK = 0.97;

  private final double classMeanError;
  private final Objective objective;
  private final Deque<StepLog> recent = new ArrayDeque<>();

  /**
   * Begins to watch.
   *
   * @param classMeanError squared error of predicting, at each position, the mean feature of the
   *     image's class
   * @param objective that is minimised, so that nothing is advised that is on already
   */
  SilentFailures(double classMeanError, Objective objective) {
    this.classMeanError = classMeanError;
    this.objective = objective;
  }

  void see(StepLog entry) {
    recent.addLast(entry);
    if (recent.size() > WINDOW) {
      recent.removeFirst();
    }
  }

  /** What the last steps show, with the remedy; empty where all is well. */
  List<String> warnings() {
    var warnings = new ArrayList<String>();
    if (recent.size() < WINDOW) {
      return warnings;
    }
    double mse = recent.stream().mapToDouble(StepLog::mse).average().orElseThrow();
    if (mse >= STUCK * classMeanError) {
      warnings.add(
          ("The reconstruction is stuck at the mean feature of each class (error %.3f; the means"
                  + " alone give %.3f): lower --lr or lengthen the warm-up, standardise the features,"
                  + " or train for more steps.")
              .formatted(mse, classMeanError));
    }
    var recall = // of a refiner, where there is one
        recent.stream().map(StepLog::recall).filter(Objects::nonNull).mapToDouble(r -> r).average();
    if (recall.isPresent() && recall.getAsDouble() < RefinerWatch.COLLAPSED) {
      warnings.add(
          "The refiner has collapsed to all-zero maps (it gives anomalous pixels %.4f on average): %s."
              .formatted(recall.getAsDouble(), remedy()));
    }
    return warnings;
  }

  private String remedy() {
    if (objective.diceOver() == DiceOver.IMAGE) {
      return "take Dice over the batch (--set objective.diceOver=batch)";
    }
    return objective.factorTwo()
        ? "lower --lr"
        : "lower --lr, or use the Dice loss with factor 2 (--set objective.factorTwo=true)";
  }
}
