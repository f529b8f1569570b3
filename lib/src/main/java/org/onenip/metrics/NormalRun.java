package org.onenip.metrics;

import java.nio.ByteBuffer;

/** Normal scores in rising order, in memory or in a file, counted from the highest down. */
final class NormalRun {
  /** Scores of a file that are in memory at a time. */
  private static final int WINDOW = 1 << 12;

  private final float[] window;
  private final SpillFile file;
  private final long start;
  private int left; // not yet counted, at the beginning of the window
  private int below; // in the file, below the window

  private NormalRun(float[] window, int left, SpillFile file, long start, int below) {
    this.window = window;
    this.left = left;
    this.file = file;
    this.start = start;
    this.below = below;
  }

  /** A run in memory, read where it lies. */
  static NormalRun of(float[] sorted, int used) {
    return new NormalRun(sorted, used, null, 0, 0);
  }

  /** A run in a file. */
  static NormalRun of(SpillFile file, long start, int length) {
    return new NormalRun(new float[Math.min(WINDOW, length)], 0, file, start, length);
  }

  /** Counts on, at thresholds below all that were counted before. */
  void count(float[] thresholds, int used, NormalCounts counts) {
    int t = 0;
    while (left > 0 || refill()) {
      for (; left > 0; left--) {
        float score = window[left - 1];
        if (score < thresholds[t]) {
          t = firstAtMost(score, thresholds, t, used);
          if (t == used) {
            return;
          }
        }
        if (score > thresholds[t]) {
          counts.between()[t]++;
        } else {
          counts.tied()[t]++;
        }
      }
    }
  }

  /** Looks near before it looks far: the next threshold may be as close as a million away. */
  private static int firstAtMost(float score, float[] thresholds, int from, int used) {
    int step = 1;
    int above = from; // its threshold is above the score
    while (above + step < used && thresholds[above + step] > score) {
      above += step;
      step *= 2;
    }
    int end = Math.min(above + step, used);
    while (above + 1 < end) {
      int middle = (above + end) >>> 1;
      if (thresholds[middle] > score) {
        above = middle;
      } else {
        end = middle;
      }
    }
    return end;
  }

  private boolean refill() {
    left = Math.min(below, window.length);
    if (below == 0) {
      return false;
    }
    below -= left;
    var bytes = ByteBuffer.allocate(Float.BYTES * left);
    file.read(bytes, start + (long) Float.BYTES * below).asFloatBuffer().get(window, 0, left);
    return true;
  }
}
