package org.onenip.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.onenip.detect.StepLog;

class StuckReconstructionTest {
  private static List<String> after(int steps, double mse) {
    var watch = new StuckReconstruction(0.5);
    for (int i = 1; i <= steps; i++) {
      var entry = new StepLog(i, Map.of("loss", 1.0, "mse", mse), 1, 1e-4, i);
      assertTrue(watch.see(entry).isEmpty(), "it puts nothing right");
    }
    return watch.warnings();
  }

  @Test
  void saysNothingOfATrainingThatWorks() {
    assertEquals(List.of(), after(60, 0.3));
  }

  @Test
  void warnsOfAReconstructionStuckAtTheClassMeansWithTheRemedy() {
    var warnings = after(60, 0.5);
    assertEquals(1, warnings.size());
    assertTrue(warnings.get(0).contains("--lr"), warnings.get(0));
  }

  @Test
  void judgesNoTrainingOfAFewSteps() {
    assertEquals(List.of(), after(10, 0.5));
  }
}
