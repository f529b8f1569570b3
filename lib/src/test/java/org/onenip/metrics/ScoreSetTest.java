package org.onenip.metrics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ScoreSetTest {
  private static final int SIDE = 224;

  @Test
  void takesFourBytesANormalPixelAndAtMostTwelveAnAnomalousOne() {
    var scores = new ScoreSet();
    var mask = new boolean[SIDE * SIDE];
    Arrays.fill(mask, 0, mask.length / 50, true); // 2 %
    for (int image = 0; image < 60; image++) {
      scores.add(new float[mask.length], mask, SIDE);
    }
    long chunk = 4L << 20;
    long bound = 4 * scores.normals() + 12L * scores.anomalies() + chunk;
    assertEquals(60L * mask.length, scores.normals() + scores.anomalies());
    assertEquals(60, scores.regions());
    assertTrue(scores.bytes() <= bound, scores.bytes() + " bytes");
  }

  @Test
  void countsTheSameAcrossChunksAsAPlainLoop() {
    var random = new Random(7);
    var scores = new ScoreSet();
    var normals = new float[3 << 20];
    for (int i = 0; i < normals.length; i++) {
      normals[i] = random.nextInt(1000) / 10f - 50;
      scores.add(normals[i], false);
    }
    float[] thresholds = {60, 12.3f, 0, -7, -49.9f};
    var counts = NormalCounts.zero(thresholds.length);
    scores.normalRuns().forEach(run -> run.count(thresholds, thresholds.length, counts));
    float ceiling = Float.POSITIVE_INFINITY;
    for (int t = 0; t < thresholds.length; t++) {
      int expectedBetween = 0;
      int expectedTied = 0;
      for (float normal : normals) {
        expectedBetween += normal < ceiling && normal > thresholds[t] ? 1 : 0;
        expectedTied += normal == thresholds[t] ? 1 : 0;
      }
      assertEquals(expectedBetween, counts.between()[t]);
      assertEquals(expectedTied, counts.tied()[t]);
      ceiling = thresholds[t];
    }
  }

  @Test
  void countsTheSameAtManyThresholdsAsSortingByComparison() {
    var random = new Random(8);
    var scores = new ScoreSet();
    var normals = new float[(1 << 20) + 50_000];
    for (int i = 0; i < normals.length; i++) {
      normals[i] = Math.round(1e4 * random.nextGaussian()) / 1e4f; // many ties, zeros of both signs
      scores.add(normals[i], false);
    }
    var thresholds = new float[40_000];
    for (int t = 0; t < thresholds.length; t++) {
      thresholds[t] = (thresholds.length / 2 - t) / 1e4f;
    }
    var counts = NormalCounts.zero(thresholds.length);
    scores.normalRuns().forEach(run -> run.count(thresholds, thresholds.length, counts));
    Arrays.sort(normals);
    int at = normals.length;
    for (int t = 0; t < thresholds.length; t++) {
      int first = at;
      while (at > 0 && normals[at - 1] > thresholds[t]) {
        at--;
      }
      assertEquals(first - at, counts.between()[t]);
      first = at;
      while (at > 0 && normals[at - 1] == thresholds[t]) {
        at--;
      }
      assertEquals(first - at, counts.tied()[t]);
    }
  }

  @Test
  void sortsEveryKindOfNumberAsComparingDoes() {
    var random = new Random(9);
    var values = new float[100_003];
    for (int i = 0; i < values.length; i++) {
      float any = Float.intBitsToFloat(random.nextInt());
      values[i] = Float.isNaN(any) ? Float.NEGATIVE_INFINITY : any;
    }
    values[5] = -0f;
    values[6] = 0f;
    values[7] = Float.POSITIVE_INFINITY;
    var expected = values.clone();
    Arrays.sort(expected, 0, 100_000);
    RadixSort.sort(values, 100_000);
    assertArrayEquals(expected, values);
  }

  @Test
  void keepsEveryScoreExactly() {
    float[] values = {
      Float.POSITIVE_INFINITY, Float.MAX_VALUE, 1.5f, Float.MIN_VALUE, 0, -1e-30f, -3, -1e30f
    };
    for (float value : values) {
      var scores = new ScoreSet();
      scores.add(value, true);
      scores.add(0f, false);
      assertEquals(value, Ranking.of(scores).f1Max().orElseThrow().threshold());
    }
  }

  @Test
  void tiesZeroWithNegativeZero() {
    var scores = new ScoreSet();
    scores.add(0f, true);
    scores.add(-0f, true);
    scores.add(-0f, false);
    scores.add(0f, false);
    assertEquals(0.5, Ranking.of(scores).auroc().orElseThrow());
  }

  @Test
  void refusesScoresThatAreNoNumber() {
    var scores = new ScoreSet();
    assertThrows(IllegalArgumentException.class, () -> scores.add(Float.NaN, false));
    assertThrows(
        IllegalArgumentException.class,
        () -> scores.add(new float[] {1, Float.NaN}, new boolean[2], 2));
    assertEquals(0, scores.normals(), "nothing of a refused map is kept");
  }

  @Test
  void refusesAMaskOfAnotherSize() {
    assertThrows(
        IllegalArgumentException.class, () -> new ScoreSet().add(new float[4], new boolean[6], 2));
  }

  @Test
  void ranksTheUnionOfPartsAsOneSet() {
    var random = new Random(3);
    var whole = new ScoreSet();
    var parts = List.of(new ScoreSet(), new ScoreSet(), new ScoreSet());
    for (int image = 0; image < 30; image++) {
      var map = new float[64];
      var mask = new boolean[64];
      for (int i = 0; i < 64; i++) {
        mask[i] = random.nextInt(8) == 0;
        map[i] = random.nextInt(20) + (mask[i] ? 5 : 0);
      }
      whole.add(map, mask, 8);
      parts.get(image % 3).add(map, mask, 8);
    }
    var union = Ranking.of(parts);
    var single = Ranking.of(whole);
    assertEquals(single.auroc(), union.auroc());
    assertEquals(single.averagePrecision(), union.averagePrecision());
    assertEquals(single.f1Max(), union.f1Max());
    assertEquals(single.aupro().orElseThrow(), union.aupro().orElseThrow(), 1e-12);
  }
}
