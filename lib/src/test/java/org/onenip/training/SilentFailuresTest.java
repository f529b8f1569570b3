package org.onenip.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class SilentFailuresTest {
  private static List<String> after(int steps, double mse, double recall) {
    return after(steps, mse, recall, Objective.published());
  }

  private static List<String> after(int steps, double mse, double recall, Objective objective) {
    var watch = new SilentFailures(0.5, objective);
    for (int i = 1; i <= steps; i++) {
      watch.see(new StepLog(i, 1, mse, 0.5, recall, 1, 1e-4, i));
    }
    return watch.warnings();
  }

  @Test
  void saysNothingOfATrainingThatWorks() {
    assertEquals(List.of(), after(60, 0.3, 0.5));
  }

  @Test
  void warnsOfAReconstructionStuckAtTheClassMeansWithTheRemedy() {
    var warnings = after(60, 0.5, 0.5);
    assertEquals(1, warnings.size());
    assertTrue(warnings.get(0).contains("--lr"), warnings.get(0));
  }

  @Test
  void warnsOfARefinerThatMarksNothingWithTheRemedy() {
    var warnings = after(60, 0.3, 0.001);
    assertEquals(1, warnings.size());
    assertTrue(warnings.get(0).contains("objective.diceOver=batch"), warnings.get(0));
  }

  @Test
  void advisesNothingThatIsOnAlready() {
    var objective = new Objective(true, false, 0.5, Streams.BOTH, DiceOver.BATCH);
    var warning = after(60, 0.3, 0.001, objective).get(0);
    assertTrue(warning.endsWith("lower --lr."), warning);
  }

  @Test
  void judgesNoTrainingOfAFewSteps() {
    assertEquals(List.of(), after(10, 0.5, 0));
  }
}
