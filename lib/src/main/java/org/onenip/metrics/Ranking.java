package org.onenip.metrics;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What follows from the anomalous scores of one or more {@link ScoreSet}s in falling order, with
 * the number of normal ones above each and tied with it: all metrics, exactly (docs/method.md §9),
 * in one pass that keeps none of the scores. Between two anomalous scores no region is found and no
 * recall won, so that curves run straight.
 *
 * <p>Where only one label is there, every metric is undefined: empty. An AUROC below 0.5 stays so.
 */
public final class Ranking {
  /** AUPRO integrates up to this false positive rate. */
  public static final double AUPRO_LIMIT = 0.3;

  private static final int MOST_POINTS = 300;

  private final long anomalies;
  private final long normals;
  private final ThinCurve roc = new ThinCurve(2.0 / (MOST_POINTS - 2));
  private final ThinCurve precisionRecall = new ThinCurve(1.0 / (MOST_POINTS - 2));
  private double wins; // pairs where the anomalous score is higher, ties half
  private double precisions; // each times the anomalous scores found with it
  private BestF1 best = new BestF1(0, Float.NaN);
  private double area; // below the overlap, up to the limit
  private long found; // at the last threshold, as are the others
  private double recall;
  private double rate;
  private double overlap;

  private Ranking(List<ScoreSet> parts) {
    anomalies = parts.stream().mapToLong(ScoreSet::anomalies).sum();
    normals = parts.stream().mapToLong(ScoreSet::normals).sum();
    if (!undefined()) {
      roc.add(0, 0, 0);
      precisionRecall.add(0, 0, 1);
      Sweep.down(parts, this::visit);
      area += areaBelowLimit(rate, overlap, 1, overlap);
      roc.add(2, 1, 1);
    }
  }

  /** Ranks the union of some sets. Their scores are sorted in place, not copied. */
  public static Ranking of(List<ScoreSet> parts) {
    return new Ranking(parts);
  }

  /** Ranks one set. */
  public static Ranking of(ScoreSet scores) {
    return new Ranking(List.of(scores));
  }

  private boolean undefined() {
    return anomalies == 0 || normals == 0;
  }

  private void visit(float threshold, long foundNow, double overlapNow, long above, long alarms) {
    long newlyFound = foundNow - found;
    double precision = (double) foundNow / (foundNow + alarms);
    wins += newlyFound * (normals - (above + alarms) / 2.0);
    precisions += newlyFound * precision;
    double f1 = 2.0 * foundNow / (anomalies + foundNow + alarms);
    if (f1 >= best.value()) {
      best = new BestF1(f1, threshold);
    }
    double rateAbove = (double) above / normals;
    double rateNow = (double) alarms / normals;
    area += areaBelowLimit(rate, overlap, rateAbove, overlap);
    area += areaBelowLimit(rateAbove, overlap, rateNow, overlapNow);
    double recallNow = (double) foundNow / anomalies;
    roc.add(rateAbove + recall, rateAbove, recall);
    roc.add(rateNow + recallNow, rateNow, recallNow);
    precisionRecall.add(recallNow, recallNow, precision);
    found = foundNow;
    recall = recallNow;
    rate = rateNow;
    overlap = overlapNow;
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

  /** Area under the ROC curve: how often an anomalous score exceeds a normal one, ties half. */
  public OptionalDouble auroc() {
    return defined(wins / anomalies / normals);
  }

  /** Average precision: the sum over thresholds of precision times the recall won, no trapezoid. */
  public OptionalDouble averagePrecision() {
    return defined(precisions / anomalies);
  }

  /** The best F1 over all thresholds. */
  public Optional<BestF1> f1Max() {
    return undefined() ? Optional.empty() : Optional.of(best);
  }

  /**
   * Area under the per-region overlap over the false positive rate, up to {@link #AUPRO_LIMIT} and
   * divided by it; linear between thresholds.
   */
  public OptionalDouble aupro() {
    return defined(area / AUPRO_LIMIT);
  }

  private OptionalDouble defined(double figure) {
    return undefined() ? OptionalDouble.empty() : OptionalDouble.of(figure);
  }

  /**
   * The ROC curve, thinned to be drawn.
   *
   * @return false positive rates and true positive rates, from (0, 0) to (1, 1); empty arrays where
   *     undefined
   */
  public double[][] rocCurve() {
    return roc.points();
  }

  /**
   * The precision-recall curve, thinned to be drawn.
   *
   * @return recalls and precisions, from (0, 1) to full recall; empty arrays where undefined
   */
  public double[][] precisionRecallCurve() {
    return precisionRecall.points();
  }
}
