package org.onenip.method.onenip;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.onenip.engine.Tensors;

/** Hand-worked cases of Eq. 4, 5, 7 and 8. */
class ObjectiveTest {
  private final NDManager manager = NDManager.newBaseManager();

  @AfterEach
  void close() {
    manager.close();
  }

  private NDArray map(float... values) {
    return manager.create(values, new Shape(values.length / 2, 1, 1, 2));
  }

  @Test
  void diceOfAPerfectMapComesNearOneHalfAsPublishedAndIsZeroWithTheFactor() {
    var logits = map(100, -100);
    var mask = map(1, 0);
    // 1 − (1 + 1) / (1 + 1 + 1), and 1 − (2 + 1) / (1 + 1 + 1)
    assertEquals(1 - 2 / 3.0, Objective.published().dice(logits, mask).getFloat(), 1e-6);
    assertEquals(0, new Objective(true, false, 0.5).dice(logits, mask).getFloat(), 1e-6);
    var large = manager.ones(new Shape(1, 1, 100, 100)); // 1 − (10⁴ + 1) / (2·10⁴ + 1)
    var sure = Tensors.scale(large, 100);
    assertEquals(0.5, Objective.published().dice(sure, large).getFloat(), 1e-4);
  }

  @Test
  void diceIsAveragedOverImagesNotPixels() {
    var logits = map(100, 100, -100, -100);
    var mask = map(1, 1, 1, 1);
    // first image 1 − 3/5, second 1 − 1/3
    double expected = (1 - 3 / 5.0 + 1 - 1 / 3.0) / 2;
    assertEquals(expected, Objective.published().dice(logits, mask).getFloat(), 1e-6);
  }

  @Test
  void restorationIsMeasuredAgainstTheNormalFeature() {
    var normal = map(1, 2);
    var reconstructed = map(1, 2, 3, 2); // the second of the pseudo anomaly
    assertEquals(1, Objective.published().reconstruction(reconstructed, normal).getFloat(), 1e-6);
    var paper = new Objective(false, true, 0.5);
    assertEquals(2, paper.reconstruction(reconstructed, normal).getFloat(), 1e-6);
  }

  @Test
  void theTotalWeighsTheRefiner() {
    var total = new Objective(false, false, 0.25).total(map(1, 1).sum(), map(2, 2).sum());
    assertEquals(3, total.getFloat(), 1e-6);
  }
}
