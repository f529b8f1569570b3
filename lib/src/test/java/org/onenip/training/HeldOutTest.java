package org.onenip.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.onenip.data.Sample;

class HeldOutTest {
  private static List<Sample> samples(String className, int count) {
    var samples = new ArrayList<Sample>();
    for (int i = 0; i < count; i++) {
      samples.add(new Sample(Path.of(className, i + ".png"), className, "good", Optional.empty()));
    }
    return samples;
  }

  @Test
  void holdsOutATenthOfEachClassAndNeverTrainsOnIt() {
    var all = samples("a", 40);
    all.addAll(samples("b", 12));
    var split = HeldOut.split(all, 1);
    assertEquals(6, split.calibration().size()); // 4 of 40, at least 2 of 12
    assertEquals(46, split.fit().size());
    assertTrue(split.calibration().stream().noneMatch(split.fit()::contains));
    assertEquals(split, HeldOut.split(all, 1));
  }

  @Test
  void sparesNothingOfAClassWithAFewImages() {
    var split = HeldOut.split(samples("a", 1), 1);
    assertEquals(split.fit(), split.calibration());
    assertEquals(List.of("a"), split.shared());
  }

  @Test
  void thresholdsAreTheMedianAndThreePooledRobustDeviations() {
    // the deviations are 0.1, 0, 0.1 of one class and 0.2, 0, 0.2 of the other: their median is 0.1
    var thresholds =
        Calibrator.thresholds(Map.of("a", List.of(0.9, 1.0, 1.1), "b", List.of(8.0, 10.0, 12.0)));
    double factor = 1 + 3 * 1.4826 * 0.1;
    assertEquals(factor, thresholds.get("a"), 1e-9);
    assertEquals(10 * factor, thresholds.get("b"), 1e-9);
    assertEquals(1.3, Calibrator.thresholds(Map.of("a", List.of(1.0))).get("a"), 1e-9);
  }

  @Test
  void oneOddImageDoesNotLiftTheThresholdOfItsClass() {
    var usual = List.of(0.9, 1.0, 1.1, 1.0, 0.95);
    var odd = List.of(0.9, 1.0, 1.1, 1.0, 8.0);
    double without = Calibrator.thresholds(Map.of("a", usual, "b", usual)).get("a");
    double with = Calibrator.thresholds(Map.of("a", odd, "b", usual)).get("a");
    assertEquals(without, with, 0.2);
  }
}
