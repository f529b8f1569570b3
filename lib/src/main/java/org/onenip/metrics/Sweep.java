package org.onenip.metrics;

import java.util.ArrayList;
import java.util.List;

/**
 * One pass over the scores of some sets, from the highest down. It holds a block of thresholds (the
 * distinct anomalous scores) at a time; the normal scores between and at them are counted in
 * parallel.
 */
final class Sweep {
  private static final int BLOCK = 1 << 14;

  private final List<NormalRun> normals;
  private final List<AnomalousRun> anomalies = new ArrayList<>();
  private final int[] regionSizes;
  private final Visitor visitor;
  private final float[] thresholds;
  private final long[] found; // anomalous scores at or above the threshold
  private final double[] overlap; // mean over the regions of the share of each that is found
  private int used;
  private long foundSoFar;
  private double shares; // of the regions found so far, their sum
  private long alarmsSoFar;

  /** Hears of each threshold, in falling order. */
  interface Visitor {
    /**
     * A threshold.
     *
     * @param found anomalous scores at or above it
     * @param overlap mean over the regions of the share of each that is found, 0–1
     * @param above normal scores above it
     * @param alarms normal scores at or above it
     */
    void visit(float threshold, long found, double overlap, long above, long alarms);
  }

  private Sweep(List<ScoreSet> parts, Visitor visitor) {
    this.visitor = visitor;
    normals = parts.stream().flatMap(ScoreSet::normalRuns).toList();
    regionSizes = new int[parts.stream().mapToInt(ScoreSet::regions).sum()];
    int firstRegion = 0;
    for (var part : parts) {
      part.anomalousRuns(firstRegion).forEach(anomalies::add);
      part.copyRegionSizes(regionSizes, firstRegion);
      firstRegion += part.regions();
    }
    int size = (int) Math.min(BLOCK, parts.stream().mapToLong(ScoreSet::anomalies).sum());
    thresholds = new float[size];
    found = new long[size];
    overlap = new double[size];
  }

  /** Visits all thresholds of the union of some sets. */
  static void down(List<ScoreSet> parts, Visitor visitor) {
    new Sweep(parts, visitor).run();
  }

  private void run() {
    while (fill()) {
      for (long packed : AnomalousRun.merge(anomalies)) {
        find(AnomalousScores.score(packed), AnomalousScores.region(packed));
      }
    }
    finishBlock();
  }

  private boolean fill() {
    anomalies.removeIf(run -> !run.fill());
    return !anomalies.isEmpty();
  }

  private void find(float score, int region) {
    if (used == 0 || score != thresholds[used - 1]) {
      if (used == thresholds.length) {
        finishBlock();
      }
      thresholds[used++] = score;
    }
    shares += 1.0 / regionSizes[region];
    found[used - 1] = ++foundSoFar;
    overlap[used - 1] = shares / regionSizes.length;
  }

  /** No score of the block's last threshold is to come. */
  private void finishBlock() {
    var counts =
        normals.parallelStream()
            .collect(
                () -> NormalCounts.zero(used),
                (sum, run) -> run.count(thresholds, used, sum),
                NormalCounts::add);
    for (int i = 0; i < used; i++) {
      long above = alarmsSoFar + counts.between()[i];
      alarmsSoFar = above + counts.tied()[i];
      visitor.visit(thresholds[i], found[i], overlap[i], above, alarmsSoFar);
    }
    used = 0;
  }
}
