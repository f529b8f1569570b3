package org.onenip.method.onenip;

import ai.djl.ndarray.NDArray;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.onenip.detect.StepLog;
import org.onenip.engine.Tensors;
import org.onenip.training.MethodTrainer;
import org.onenip.training.TrainingWatch;

/**
 * Notices a refiner that has fallen to all-zero maps, while it trains, and lets it begin anew from
 * its start. It does not recover by itself: where p = 0 everywhere, Dice has no slope.
 */
final class RefinerWatch implements TrainingWatch {
  static final int WINDOW = 50;

  /** A refiner that gives anomalous pixels less than this on average marks nothing. */
  static final double COLLAPSED = 0.02;

  /** Before the names of the refiner's parameters. */
  private static final String REFINER = "seghead.";

  private final MethodTrainer<?> trainer;
  private final OneNipSettings settings;
  private final Map<String, NDArray> start = new LinkedHashMap<>();

  /** Since the start, or since the refiner began anew. */
  private final Deque<Double> recalls = new ArrayDeque<>();

  private final Deque<Double> recent = new ArrayDeque<>();

  /**
   * Keeps what the refiner is to begin with again.
   *
   * @param trainer before its first step; the copies are owned by its parameters' manager
   */
  RefinerWatch(MethodTrainer<?> trainer, OneNipSettings settings) {
    this.trainer = trainer;
    this.settings = settings;
    if (settings.restartRefiner()) {
      trainer
          .parameters()
          .forEach(
              (name, parameter) -> {
                if (name.startsWith(REFINER)) {
                  start.put(name, parameter.getArray().duplicate());
                }
              });
    }
  }

  @Override
  public void recall(StepLog entry) {
    collapsed(entry);
  }

  @Override
  public Optional<String> see(StepLog entry) {
    if (!collapsed(entry) || !settings.restartRefiner()) {
      return Optional.empty();
    }
    var now = trainer.parameters();
    start.forEach((name, first) -> Tensors.overwrite(now.get(name).getArray(), first));
    trainer.forget(start.keySet());
    return Optional.of("The refiner had collapsed to all-zero maps; it begins anew.");
  }

  /** Whether the refiner has collapsed by this step; it is given a whole window anew then. */
  private boolean collapsed(StepLog entry) {
    var recall = entry.loss(OneNipCriterion.RECALL);
    if (recall == null) { // there is no refiner
      return false;
    }
    recent.addLast(recall);
    if (recent.size() > WINDOW) {
      recent.removeFirst();
    }
    recalls.addLast(recall);
    if (recalls.size() < WINDOW) {
      return false;
    }
    boolean collapsed = mean(recalls) < COLLAPSED;
    if (collapsed) {
      recalls.clear();
    } else {
      recalls.removeFirst();
    }
    return collapsed;
  }

  private static double mean(Deque<Double> values) {
    return values.stream().mapToDouble(value -> value).average().orElseThrow();
  }

  @Override
  public List<String> warnings() {
    if (recent.size() < WINDOW || mean(recent) >= COLLAPSED) {
      return List.of();
    }
    return List.of(
        "The refiner has collapsed to all-zero maps (it gives anomalous pixels %.4f on average): %s."
            .formatted(mean(recent), remedy()));
  }

  /** What is not on already. */
  private String remedy() {
    var objective = settings.objective();
    if (objective.diceOver() == DiceOver.IMAGE) {
      return "take Dice over the batch (--set objective.diceOver=batch)";
    }
    return objective.factorTwo()
        ? "lower --lr"
        : "lower --lr, or use the Dice loss with factor 2 (--set objective.factorTwo=true)";
  }
}
