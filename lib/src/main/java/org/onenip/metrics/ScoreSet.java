package org.onenip.metrics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Scores with labels, of images or of pixels: four bytes a normal one, eight an anomalous one, so
 * that all pixels of a test set fit in memory and nothing has to be binned.
 *
 * <p>Normal scores lie in chunks: growing copies one chunk at most, and each is sorted in place
 * when a {@link Ranking} asks for it. Anomalous ones, few, are packed with their region into a
 * {@code long} whose order is that of falling scores.
 */
public final class ScoreSet {
  private static final int CHUNK = 1 << 20;

  /** Thresholds that one thread counts at a time. */
  private static final int RANGE = 1 << 14;

  private final List<float[]> full = new ArrayList<>();
  private float[] last = new float[16];
  private int lastUsed;
  private long[] anomalous = new long[16];
  private int anomalousUsed;
  private int regions;

  /**
   * Adds the score of one image. An anomalous one is a region by itself.
   *
   * @param score larger is more anomalous
   * @param isAnomalous its label
   */
  public void add(float score, boolean isAnomalous) {
    check(score);
    if (isAnomalous) {
      addAnomalous(score, regions++);
    } else {
      addNormal(score);
    }
  }

  /**
   * Adds all pixels of one image.
   *
   * @param map {@code height * width} scores, row by row
   * @param mask as many flags: which pixels are anomalous
   * @param width pixels a row
   */
  public void add(float[] map, boolean[] mask, int width) {
    if (map.length != mask.length) {
      throw new IllegalArgumentException(
          "%d scores but %d labels".formatted(map.length, mask.length));
    }
    for (float score : map) {
      check(score);
    }
    var found = Regions.of(mask, width);
    for (int i = 0; i < map.length; i++) {
      if (mask[i]) {
        addAnomalous(map[i], regions + found.labels()[i] - 1);
      } else {
        addNormal(map[i]);
      }
    }
    regions += found.count();
  }

  /** Number of normal scores. */
  public long normals() {
    return (long) full.size() * CHUNK + lastUsed;
  }

  /** Number of anomalous scores. */
  public int anomalies() {
    return anomalousUsed;
  }

  /** Number of connected anomalous regions. */
  public int regions() {
    return regions;
  }

  /** Heap that the scores take, in bytes, room to grow included. */
  public long bytes() {
    return Float.BYTES * ((long) full.size() * CHUNK + last.length)
        + (long) Long.BYTES * anomalous.length;
  }

  private static void check(float score) {
    if (Float.isNaN(score)) {
      throw new IllegalArgumentException("a score is not a number");
    }
  }

  private void addNormal(float score) {
    if (lastUsed == CHUNK) {
      full.add(last);
      last = new float[CHUNK];
      lastUsed = 0;
    } else if (lastUsed == last.length) {
      last = Arrays.copyOf(last, 2 * lastUsed);
    }
    last[lastUsed++] = score;
  }

  private void addAnomalous(float score, int region) {
    if (anomalousUsed == anomalous.length) {
      anomalous = Arrays.copyOf(anomalous, anomalousUsed + (anomalousUsed >> 1));
    }
    int bits = Float.floatToIntBits(score + 0f); // + 0 makes −0 and 0 one
    int rising = bits ^ bits >> 31 & Integer.MAX_VALUE;
    anomalous[anomalousUsed++] = (long) ~rising << 32 | region;
  }

  /** The score in a packed anomaly. */
  static float score(long packed) {
    int rising = ~(int) (packed >> 32);
    return Float.intBitsToFloat(rising ^ rising >> 31 & Integer.MAX_VALUE);
  }

  /** The region in a packed anomaly. */
  static int region(long packed) {
    return (int) packed;
  }

  /** Copies the packed anomalies, their regions counted on from {@code firstRegion}. */
  void copyAnomalies(long[] target, int at, int firstRegion) {
    for (int i = 0; i < anomalousUsed; i++) {
      target[at + i] = anomalous[i] + firstRegion;
    }
  }

  /**
   * Counts the normal scores between and at thresholds.
   *
   * @param thresholds falling
   * @param between is increased by those between a threshold and the one before
   * @param tied is increased by those equal to a threshold
   */
  void countNormals(float[] thresholds, long[] between, long[] tied) {
    full.parallelStream().forEach(chunk -> RadixSort.sort(chunk, CHUNK));
    RadixSort.sort(last, lastUsed);
    int ranges = (thresholds.length + RANGE - 1) / RANGE;
    IntStream.range(0, ranges)
        .parallel()
        .forEach(
            range -> {
              int from = range * RANGE;
              int to = Math.min(from + RANGE, thresholds.length);
              for (var chunk : full) {
                count(chunk, CHUNK, thresholds, from, to, between, tied);
              }
              count(last, lastUsed, thresholds, from, to, between, tied);
            });
  }

  private static void count(
      float[] sorted, int used, float[] thresholds, int from, int to, long[] between, long[] tied) {
    int left = from == 0 ? used : below(sorted, used, thresholds[from - 1]);
    for (int t = from; t < to && left > 0; t++) {
      int before = left;
      while (left > 0 && sorted[left - 1] > thresholds[t]) {
        left--;
      }
      between[t] += before - left;
      before = left;
      while (left > 0 && sorted[left - 1] == thresholds[t]) {
        left--;
      }
      tied[t] += before - left;
    }
  }

  /** Number of scores below a threshold. */
  private static int below(float[] sorted, int used, float threshold) {
    int low = 0;
    int high = used;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (sorted[middle] < threshold) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
