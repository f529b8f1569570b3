package org.onenip.method.onenip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.onenip.SmallNetwork;
import org.onenip.detect.StepLog;
import org.onenip.support.Records;

class RefinerWatchTest {
  private static final Objective OVER_BATCH =
      new Objective(true, false, 0.5, Streams.BOTH, DiceOver.BATCH);

  private final NDManager manager = NDManager.newBaseManager(Device.cpu());

  @AfterEach
  void close() {
    manager.close();
  }

  private RefinerWatch watch(boolean restarts, Objective objective) {
    var config = SmallNetwork.config();
    var settings = OneNipSettings.paper(config.channels(), config.grid(), 8).withModel(config);
    settings = Records.with(settings, Map.of("restartRefiner", restarts, "objective", objective));
    return new RefinerWatch(OneNipTraining.begin(manager, settings).trainer(), settings);
  }

  private RefinerWatch watch() {
    return watch(true, OVER_BATCH);
  }

  private static StepLog step(double recall) {
    return new StepLog(1, Map.of("loss", 1.0, "recall", recall), 1, 1e-4, 1);
  }

  private static long collapses(RefinerWatch watch, int steps, double recall) {
    return IntStream.range(0, steps).filter(i -> watch.see(step(recall)).isPresent()).count();
  }

  @Test
  void aRefinerThatMarksAnomaliesIsLeftAlone() {
    var watch = watch();
    assertEquals(0, collapses(watch, 500, 0.3));
    assertEquals(List.of(), watch.warnings());
  }

  @Test
  void aRefinerThatMarksNothingIsNoticedAfterAWindowAndThenGivenAnother() {
    var watch = watch();
    assertEquals(0, collapses(watch, RefinerWatch.WINDOW - 1, 0.001));
    assertEquals(1, collapses(watch, 1, 0.001));
    assertEquals(0, collapses(watch, RefinerWatch.WINDOW - 1, 0.001));
    assertEquals(1, collapses(watch, 1, 0.001));
  }

  @Test
  void aFallInTheMiddleOfATrainingIsNoticed() {
    var watch = watch();
    collapses(watch, 300, 0.5);
    assertEquals(1, collapses(watch, 60, 0));
  }

  @Test
  void whatAnInterruptedTrainingSawCounts() {
    var watch = watch();
    for (int i = 1; i < RefinerWatch.WINDOW; i++) {
      watch.recall(step(0.001));
    }
    assertEquals(1, collapses(watch, 1, 0.001));
  }

  @Test
  void aMethodWithoutARefinerHasNothingToCollapse() {
    var watch = watch();
    var step = new StepLog(1, Map.of("loss", 1.0), 1, 1e-4, 1);
    for (int i = 0; i < 2 * RefinerWatch.WINDOW; i++) {
      assertTrue(watch.see(step).isEmpty());
    }
    assertEquals(List.of(), watch.warnings());
  }

  @Test
  void warnsOfARefinerThatMarksNothingWithTheRemedy() {
    var watch = watch(false, Objective.published());
    assertEquals(0, collapses(watch, 60, 0.001), "it was not to be put right");
    var warnings = watch.warnings();
    assertEquals(1, warnings.size());
    assertTrue(warnings.get(0).contains("objective.diceOver=batch"), warnings.get(0));
  }

  @Test
  void advisesNothingThatIsOnAlready() {
    var watch = watch(false, OVER_BATCH);
    collapses(watch, 60, 0.001);
    var warning = watch.warnings().get(0);
    assertTrue(warning.endsWith("lower --lr."), warning);
  }

  @Test
  void judgesNoTrainingOfAFewSteps() {
    var watch = watch(false, OVER_BATCH);
    collapses(watch, 10, 0);
    assertEquals(List.of(), watch.warnings());
  }
}
