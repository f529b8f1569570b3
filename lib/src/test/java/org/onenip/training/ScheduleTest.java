package org.onenip.training;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class ScheduleTest {
  @Test
  void thePapersRateDropsOnceAfterEpoch800Of1000() {
    var paper = TrainingSettings.paper(272, 14, 64); // one step an epoch
    var rate = paper.schedule().tracker(paper.learningRate(), paper.steps(), paper.warmUp());
    assertEquals(1e-4, rate.getNewValue(1), 1e-10);
    assertEquals(1e-4, rate.getNewValue(801), 1e-10);
    assertEquals(1e-5, rate.getNewValue(802), 1e-10);
    assertEquals(1e-5, rate.getNewValue(1000), 1e-10);
  }

  @Test
  void aSingleStepIsASchedule() {
    for (var schedule : Schedule.values()) {
      assertEquals(0.5, schedule.tracker(0.5, 1, 0).getNewValue(1), 0.5);
    }
  }
}
