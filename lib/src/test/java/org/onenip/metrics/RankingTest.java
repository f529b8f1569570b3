package org.onenip.metrics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class RankingTest {
  /** Scores of normal and of anomalous images. */
  private static Ranking ranking(float[] normal, float[] anomalous) {
    var scores = new ScoreSet();
    for (float score : normal) {
      scores.add(score, false);
    }
    for (float score : anomalous) {
      scores.add(score, true);
    }
    return Ranking.of(scores);
  }

  private static void assertFigures(Ranking ranking, double auroc, double ap, double f1) {
    assertEquals(auroc, ranking.auroc().orElseThrow(), 1e-12);
    assertEquals(ap, ranking.averagePrecision().orElseThrow(), 1e-12);
    assertEquals(f1, ranking.f1Max().orElseThrow().value(), 1e-12);
  }

  @Test
  void givesOneForPerfectScores() {
    var ranking = ranking(new float[] {0, .1f, .2f}, new float[] {.9f, .8f, .7f});
    assertFigures(ranking, 1, 1, 1);
    assertEquals(.7f, ranking.f1Max().orElseThrow().threshold());
    assertEquals(1, ranking.aupro().orElseThrow(), 1e-12);
  }

  @Test
  void givesChanceWhereAllScoresAreEqual() {
    var ranking = ranking(new float[] {.5f, .5f, .5f}, new float[] {.5f, .5f, .5f});
    assertFigures(ranking, .5, .5, 2 / 3.0);
    assertEquals(.15, ranking.aupro().orElseThrow(), 1e-12); // the diagonal: 0.3² / 2 / 0.3
  }

  @Test
  void doesNotFlipInvertedScores() {
    // precisions at the three anomalous images from the top: 1/4, 2/5, 3/6
    var ranking = ranking(new float[] {.9f, .8f, .7f}, new float[] {.1f, .2f, .3f});
    assertFigures(ranking, 0, (1 / 4.0 + 2 / 5.0 + 3 / 6.0) / 3, 2 / 3.0);
    assertEquals(0, ranking.aupro().orElseThrow());
  }

  @Test
  void countsTiesAsHalfAWinAndAsFalseAlarms() {
    // pairs: .9 wins 3; each .5 wins 2 and ties 1, so (3 + 2.5 + 2.5) / 9
    // precisions: 1 at .9, then 3 of 4 at .5
    var ranking = ranking(new float[] {.5f, .2f, .2f}, new float[] {.5f, .9f, .5f});
    assertFigures(ranking, 8 / 9.0, 1 / 3.0 + 2 / 3.0 * 3 / 4, 6 / 7.0);
    assertEquals(.5f, ranking.f1Max().orElseThrow().threshold());
  }

  @Test
  void isUndefinedWithOnlyOneLabel() {
    for (var ranking :
        new Ranking[] {
          ranking(new float[] {1, 2}, new float[0]),
          ranking(new float[0], new float[] {1, 2}),
          ranking(new float[0], new float[0])
        }) {
      assertTrue(ranking.auroc().isEmpty());
      assertTrue(ranking.averagePrecision().isEmpty());
      assertTrue(ranking.f1Max().isEmpty());
      assertTrue(ranking.aupro().isEmpty());
      assertEquals(0, ranking.rocCurve()[0].length);
      assertEquals(0, ranking.precisionRecallCurve()[1].length);
    }
  }

  @Test
  void auproWeighsRegionsNotPixels() {
    // region 1 has one pixel of score 5, region 2 three of score 1; ten normal pixels score 3 and
    // ten score 0: overlap 1/2 up to a false positive rate of 1/2
    var map = new float[24];
    var mask = new boolean[24];
    mask[0] = true;
    map[0] = 5;
    for (int i = 21; i < 24; i++) {
      mask[i] = true;
      map[i] = 1;
    }
    for (int i = 1; i <= 10; i++) {
      map[i] = 3;
    }
    var scores = new ScoreSet();
    scores.add(map, mask, 12);
    assertEquals(2, scores.regions());
    assertEquals(.5, Ranking.of(scores).aupro().orElseThrow(), 1e-12);
  }

  @Test
  void auproCutsARampAtTheLimit() {
    // the anomaly ties with 6 of 10 normals after 0 false alarms: overlap rises to 1 at rate 0.6,
    // so it is 0.5 at the limit: area 0.3 · 0.5 / 2
    float[] normal = {1, 1, 1, 1, 1, 1, 0, 0, 0, 0};
    assertEquals(.25, ranking(normal, new float[] {1}).aupro().orElseThrow(), 1e-12);
  }

  @Test
  void drawsTheWholeCurveWhereItIsShort() {
    var ranking = ranking(new float[] {.5f, .2f, .2f}, new float[] {.5f, .9f, .5f});
    var roc = ranking.rocCurve();
    assertArrayEquals(new double[] {0, 0, 1 / 3.0, 1}, roc[0], 1e-12);
    assertArrayEquals(new double[] {0, 1 / 3.0, 1, 1}, roc[1], 1e-12);
    var precisionRecall = ranking.precisionRecallCurve();
    assertArrayEquals(new double[] {0, 1 / 3.0, 1}, precisionRecall[0], 1e-12);
    assertArrayEquals(new double[] {1, 1, .75}, precisionRecall[1], 1e-12);
  }

  @Test
  void thinsLongCurvesAndKeepsTheirEnds() {
    var random = new Random(1);
    var scores = new ScoreSet();
    for (int i = 0; i < 20_000; i++) {
      scores.add((float) random.nextGaussian() + i % 2, i % 2 == 1);
    }
    var ranking = Ranking.of(scores);
    var roc = ranking.rocCurve();
    int last = roc[0].length - 1;
    assertTrue(last > 200 && last < 300, last + " points");
    assertArrayEquals(
        new double[] {0, 0, 1, 1}, new double[] {roc[0][0], roc[1][0], roc[0][last], roc[1][last]});
    double drawn = 0;
    for (int i = 1; i <= last; i++) {
      drawn += (roc[0][i] - roc[0][i - 1]) * (roc[1][i] + roc[1][i - 1]) / 2;
    }
    assertEquals(ranking.auroc().orElseThrow(), drawn, 1e-3);
    var recalls = ranking.precisionRecallCurve()[0];
    assertTrue(recalls.length > 200 && recalls.length <= 300);
    assertEquals(1, recalls[recalls.length - 1]);
  }
}
