package org.onenip.metrics;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The anomalous scores of one or more {@link ScoreSet}s in falling order, with the number of normal
 * ones above each and tied with it. All metrics follow from these counts exactly (METHOD §8):
 * between two anomalous scores no region is found and no recall won, so that curves run straight.
 *
 * <p>Where only one label is there, every metric is undefined: empty. An AUROC below 0.5 stays so.
 */
public final class Ranking {
  /** AUPRO integrates up to this false positive rate. */
  public static final double AUPRO_LIMIT = 0.3;

  private static final int MOST_POINTS = 300;

  private final float[] thresholds; // falling, distinct
  private final long[] found; // anomalous scores at or above the threshold
  private final double[] overlap; // mean over the regions of the share of each that is found
  private final long[] above; // normal scores above the threshold
  private final long[] alarms; // normal scores at or above the threshold
  private final long anomalies;
  private final long normals;

  private Ranking(List<ScoreSet> parts) {
    normals = parts.stream().mapToLong(ScoreSet::normals).sum();
    var sorted = sortedAnomalies(parts);
    anomalies = sorted.length;
    var regionSizes = new int[parts.stream().mapToInt(ScoreSet::regions).sum()];
    for (long packed : sorted) {
      regionSizes[ScoreSet.region(packed)]++;
    }
    thresholds = new float[distinct(sorted)];
    found = new long[thresholds.length];
    overlap = new double[thresholds.length];
    double sum = 0;
    int level = -1;
    for (int i = 0; i < sorted.length; i++) {
      float score = ScoreSet.score(sorted[i]);
      if (level < 0 || score != thresholds[level]) {
        thresholds[++level] = score;
      }
      sum += 1.0 / regionSizes[ScoreSet.region(sorted[i])];
      found[level] = i + 1;
      overlap[level] = sum / regionSizes.length;
    }
    above = new long[thresholds.length];
    alarms = new long[thresholds.length];
    for (var part : parts) {
      part.countNormals(thresholds, above, alarms);
    }
    long seen = 0;
    for (int i = 0; i < thresholds.length; i++) {
      above[i] += seen;
      alarms[i] += above[i];
      seen = alarms[i];
    }
  }

  /** Ranks the union of some sets. Their normal scores are sorted in place, not copied. */
  public static Ranking of(List<ScoreSet> parts) {
    return new Ranking(parts);
  }

  /** Ranks one set. */
  public static Ranking of(ScoreSet scores) {
    return new Ranking(List.of(scores));
  }

  private static long[] sortedAnomalies(List<ScoreSet> parts) {
    var sorted = new long[parts.stream().mapToInt(ScoreSet::anomalies).sum()];
    int at = 0;
    int firstRegion = 0;
    for (var part : parts) {
      part.copyAnomalies(sorted, at, firstRegion);
      at += part.anomalies();
      firstRegion += part.regions();
    }
    Arrays.parallelSort(sorted);
    return sorted;
  }

  private static int distinct(long[] sorted) {
    int count = 0;
    for (int i = 0; i < sorted.length; i++) {
      if (i == 0 || ScoreSet.score(sorted[i]) != ScoreSet.score(sorted[i - 1])) {
        count++;
      }
    }
    return count;
  }

  private boolean undefined() {
    return anomalies == 0 || normals == 0;
  }

  /** Area under the ROC curve: how often an anomalous score exceeds a normal one, ties half. */
  public OptionalDouble auroc() {
    if (undefined()) {
      return OptionalDouble.empty();
    }
    double wins = 0;
    for (int i = 0; i < thresholds.length; i++) {
      wins += newlyFound(i) * (normals - (above[i] + alarms[i]) / 2.0);
    }
    return OptionalDouble.of(wins / anomalies / normals);
  }

  /** Average precision: the sum over thresholds of precision times the recall won, no trapezoid. */
  public OptionalDouble averagePrecision() {
    if (undefined()) {
      return OptionalDouble.empty();
    }
    double sum = 0;
    for (int i = 0; i < thresholds.length; i++) {
      sum += newlyFound(i) * precision(i);
    }
    return OptionalDouble.of(sum / anomalies);
  }

  /** The best F1 over all thresholds. */
  public Optional<BestF1> f1Max() {
    if (undefined()) {
      return Optional.empty();
    }
    int best = 0;
    for (int i = 1; i < thresholds.length; i++) {
      best = f1(i) >= f1(best) ? i : best;
    }
    return Optional.of(new BestF1(f1(best), thresholds[best]));
  }

  /**
   * Area under the per-region overlap over the false positive rate, up to {@link #AUPRO_LIMIT} and
   * divided by it; linear between thresholds.
   */
  public OptionalDouble aupro() {
    if (undefined()) {
      return OptionalDouble.empty();
    }
    double area = 0;
    double rate = 0;
    double height = 0;
    for (int i = 0; i < thresholds.length; i++) {
      area += areaBelowLimit(rate, height, rate(above[i]), height);
      area += areaBelowLimit(rate(above[i]), height, rate(alarms[i]), overlap[i]);
      rate = rate(alarms[i]);
      height = overlap[i];
    }
    area += areaBelowLimit(rate, height, 1, height);
    return OptionalDouble.of(area / AUPRO_LIMIT);
  }

  /** Under the straight line from (x0, y0) to (x1, y1), as far as the limit. */
  private static double areaBelowLimit(double x0, double y0, double x1, double y1) {
    if (x0 >= AUPRO_LIMIT || x1 == x0) {
      return 0;
    }
    double end = Math.min(x1, AUPRO_LIMIT);
    double endY = y0 + (y1 - y0) * (end - x0) / (x1 - x0);
    return (end - x0) * (y0 + endY) / 2;
  }

  /**
   * The ROC curve, thinned to be drawn.
   *
   * @return false positive rates and true positive rates, from (0, 0) to (1, 1); empty arrays where
   *     undefined
   */
  public double[][] rocCurve() {
    var curve = new ThinCurve(2.0 / (MOST_POINTS - 2));
    if (!undefined()) {
      curve.add(0, 0, 0);
      double recall = 0;
      for (int i = 0; i < thresholds.length; i++) {
        double rate = rate(above[i]);
        curve.add(rate + recall, rate, recall);
        rate = rate(alarms[i]);
        recall = recall(i);
        curve.add(rate + recall, rate, recall);
      }
      curve.add(2, 1, 1);
    }
    return curve.points();
  }

  /**
   * The precision-recall curve, thinned to be drawn.
   *
   * @return recalls and precisions, from (0, 1) to full recall; empty arrays where undefined
   */
  public double[][] precisionRecallCurve() {
    var curve = new ThinCurve(1.0 / (MOST_POINTS - 2));
    if (!undefined()) {
      curve.add(0, 0, 1);
      for (int i = 0; i < thresholds.length; i++) {
        curve.add(recall(i), recall(i), precision(i));
      }
    }
    return curve.points();
  }

  private long newlyFound(int i) {
    return i == 0 ? found[0] : found[i] - found[i - 1];
  }

  private double precision(int i) {
    return (double) found[i] / (found[i] + alarms[i]);
  }

  private double recall(int i) {
    return (double) found[i] / anomalies;
  }

  private double rate(long count) {
    return (double) count / normals;
  }

  private double f1(int i) {
    return 2.0 * found[i] / (anomalies + found[i] + alarms[i]);
  }
}
