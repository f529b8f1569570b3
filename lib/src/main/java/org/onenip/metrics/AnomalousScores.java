package org.onenip.metrics;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Anomalous scores in chunks, each packed with its region into a {@code long} whose order is that
 * of falling scores; and the size of each region, four bytes more.
 */
final class AnomalousScores {
  private static final int FEW = 16;

  private final int chunk;
  private final List<long[]> full = new ArrayList<>();
  private final List<Long> spilled = new ArrayList<>(); // where each chunk begins in the file
  private long[] last;
  private int lastUsed;
  private int[] regionSizes = new int[FEW];
  private int regions;

  /**
   * No scores yet.
   *
   * @param chunk scores that are sorted, or written, at a time
   */
  AnomalousScores(int chunk) {
    this.chunk = chunk;
    last = new long[Math.min(FEW, chunk)];
  }

  /** Makes room for more regions, without a score yet. */
  void addRegions(int count) {
    regions += count;
    if (regions > regionSizes.length) {
      regionSizes = Arrays.copyOf(regionSizes, regions + (regions >> 1));
    }
  }

  void add(float score, int region) {
    if (lastUsed == chunk) {
      full.add(last);
      last = new long[Math.min(FEW, chunk)];
      lastUsed = 0;
    } else if (lastUsed == last.length) {
      last = Arrays.copyOf(last, Math.min(lastUsed + (lastUsed >> 1), chunk));
    }
    last[lastUsed++] = pack(score, region);
    regionSizes[region]++;
  }

  private static long pack(float score, int region) {
    int bits = Float.floatToIntBits(score + 0f); // + 0 makes −0 and 0 one
    int rising = bits ^ bits >> 31 & Integer.MAX_VALUE;
    return (long) ~rising << 32 | region;
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

  long size() {
    return (long) (spilled.size() + full.size()) * chunk + lastUsed;
  }

  int regions() {
    return regions;
  }

  /** Copies the number of scores of each region. */
  void copyRegionSizes(int[] target, int at) {
    System.arraycopy(regionSizes, 0, target, at, regions);
  }

  /** Heap taken. */
  long bytes() {
    return Long.BYTES * ((long) full.size() * chunk + last.length)
        + (long) Integer.BYTES * regionSizes.length;
  }

  /** Writes the full chunks to a file, each sorted, and forgets them. */
  void spill(SpillFile file) {
    var bytes = ByteBuffer.allocate(Long.BYTES * chunk);
    for (var scores : full) {
      Arrays.parallelSort(scores);
      bytes.clear().asLongBuffer().put(scores);
      spilled.add(file.append(bytes));
    }
    full.clear();
  }

  /** All scores, sorted in place, their regions counted on from {@code firstRegion}. */
  Stream<AnomalousRun> runs(SpillFile file, int firstRegion) {
    full.forEach(Arrays::parallelSort);
    Arrays.parallelSort(last, 0, lastUsed);
    return Stream.of(
            spilled.stream().map(start -> AnomalousRun.of(firstRegion, file, start, chunk)),
            full.stream().map(scores -> AnomalousRun.of(firstRegion, scores, chunk)),
            Stream.of(AnomalousRun.of(firstRegion, last, lastUsed)))
        .flatMap(runs -> runs);
  }
}
