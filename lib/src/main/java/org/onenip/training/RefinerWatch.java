package org.onenip.training;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Notices a refiner that has fallen to all-zero maps, while it trains. It does not recover by
 * itself: where p = 0 everywhere, Dice has no slope.
 */
final class RefinerWatch {
  static final int WINDOW = 50;

  /** A refiner that gives anomalous pixels less than this on average marks nothing. */
  static final double COLLAPSED = 0.02;

  private final Deque<Double> recalls = new ArrayDeque<>();

  /**
   * Looks at a step.
   *
   * @param recall of the step; null where there is no refiner
   * @return whether the refiner has collapsed; it is given a whole window anew then
   */
  boolean collapsed(Double recall) {
    if (recall == null) {
      return false;
    }
    recalls.addLast(recall);
    if (recalls.size() < WINDOW) {
      return false;
    }
    boolean collapsed = recalls.stream().mapToDouble(r -> r).average().orElseThrow() < COLLAPSED;
    if (collapsed) {
      recalls.clear();
    } else {
      recalls.removeFirst();
    }
    return collapsed;
  }
}
