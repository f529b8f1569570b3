package org.onenip.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RefinerWatchTest {
  private static long collapses(RefinerWatch watch, int steps, double recall) {
    return IntStream.range(0, steps).filter(i -> watch.collapsed(recall)).count();
  }

  @Test
  void aRefinerThatMarksAnomaliesIsLeftAlone() {
    assertEquals(0, collapses(new RefinerWatch(), 500, 0.3));
  }

  @Test
  void aRefinerThatMarksNothingIsNoticedAfterAWindowAndThenGivenAnother() {
    var watch = new RefinerWatch();
    assertEquals(0, collapses(watch, RefinerWatch.WINDOW - 1, 0.001));
    assertTrue(watch.collapsed(0.001));
    assertEquals(0, collapses(watch, RefinerWatch.WINDOW - 1, 0.001));
    assertTrue(watch.collapsed(0.001));
  }

  @Test
  void aFallInTheMiddleOfATrainingIsNoticed() {
    var watch = new RefinerWatch();
    collapses(watch, 300, 0.5);
    assertEquals(1, collapses(watch, 60, 0));
  }

  @Test
  void aMethodWithoutARefinerHasNothingToCollapse() {
    assertFalse(new RefinerWatch().collapsed(null));
  }
}
