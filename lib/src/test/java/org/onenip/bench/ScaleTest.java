package org.onenip.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.onenip.backbone.Backbones;

/** What is measured along the curves; how long it takes fails no test. */
class ScaleTest {
  @Test
  void aQuickLookLeavesOutWhatFillsTheDisk() {
    assertEquals(List.of(1, 10, 100, 1000), ScaleCurve.MAPS.points(true));
    assertEquals(100_000, ScaleCurve.MAPS.points(false).get(5));
    for (var curve : ScaleCurve.values()) {
      assertTrue(curve == ScaleCurve.MAPS || curve.points(true).equals(curve.points(false)));
      assertFalse(curve.measures().isEmpty());
    }
    assertEquals(6 + 4 + 5 + 4, Scale.points(true));
  }

  @Test
  void everyMeasureOfADetectorCanBeTakenWithMorePromptsThanImages() {
    var backbone = Backbones.load("lite2", Device.cpu());
    try (var work = new InferenceWork(backbone, 64, 45, 1)) {
      for (var measure :
          List.of(ScaleMeasure.FEATURES, ScaleMeasure.CHOOSING, ScaleMeasure.INFERENCE)) {
        assertTrue(work.seconds(measure) > 0, measure.toString());
      }
    }
  }

  @Test
  void metricsAreDefinedForOneMapAndForMoreThanAreKept() {
    for (int maps : new int[] {1, 2, 401}) {
      assertTrue(new MetricsWork(16, maps).seconds(ScaleMeasure.PIXEL_METRICS) > 0);
    }
  }
}
