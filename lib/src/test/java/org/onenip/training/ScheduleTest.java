package org.onenip.training;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class ScheduleTest {
  @Test
  void thePapersRateDropsToATenthFromEpoch801On() {
    int perEpoch = 57;
    var rate = Schedule.STEP.tracker(1e-4, 1000 * perEpoch, 0);
    assertEquals(1e-4f, rate.getNewValue(1));
    assertEquals(1e-4f, rate.getNewValue(801 * perEpoch)); // the last of epoch 800, from 0
    assertEquals(1e-5f, rate.getNewValue(801 * perEpoch + 1));
    assertEquals(1e-5f, rate.getNewValue(1000 * perEpoch));
  }

  @Test
  void theCosineRisesInTheWarmUpAndFallsToZero() {
    var rate = Schedule.COSINE.tracker(1e-3, 200, 50);
    assertEquals(0.5e-3, rate.getNewValue(25), 1e-5);
    assertEquals(1e-3, rate.getNewValue(50), 1e-5);
    assertEquals(0, rate.getNewValue(200), 1e-6);
  }

  @Test
  void aSingleStepIsASchedule() {
    for (var schedule : Schedule.values()) {
      assertEquals(0.5, schedule.tracker(0.5, 1, 0).getNewValue(1), 0.5);
    }
  }
}
