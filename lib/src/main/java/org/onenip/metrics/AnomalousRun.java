package org.onenip.metrics;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Packed anomalous scores in rising order, in memory or in a file, taken from the first on. */
final class AnomalousRun {
  /** Scores that can be taken at a time. */
  private static final int WINDOW = 1 << 13;

  private final int firstRegion;
  private final long[] window;
  private final SpillFile file;
  private int start; // of what can be taken
  private int end;
  private int loaded; // in the window, taken or not
  private long position; // of what the file still holds
  private int unread; // in the file

  private AnomalousRun(
      int firstRegion, long[] window, int loaded, SpillFile file, long position, int unread) {
    this.firstRegion = firstRegion;
    this.window = window;
    this.loaded = loaded;
    this.file = file;
    this.position = position;
    this.unread = unread;
  }

  /**
   * A run in memory, read where it lies.
   *
   * @param firstRegion what regions are counted on from
   */
  static AnomalousRun of(int firstRegion, long[] sorted, int used) {
    return new AnomalousRun(firstRegion, sorted, used, null, 0, 0);
  }

  /** A run in a file. */
  static AnomalousRun of(int firstRegion, SpillFile file, long position, int length) {
    return new AnomalousRun(
        firstRegion, new long[Math.min(WINDOW, length)], 0, file, position, length);
  }

  /** Makes more ready to be taken; {@code false} at the end. */
  boolean fill() {
    if (unread > 0) {
      System.arraycopy(window, start, window, 0, loaded - start);
      loaded -= start;
      start = 0;
      int reading = Math.min(unread, window.length - loaded);
      var bytes = ByteBuffer.allocate(Long.BYTES * reading);
      file.read(bytes, position).asLongBuffer().get(window, loaded, reading);
      position += bytes.limit();
      unread -= reading;
      loaded += reading;
    }
    end = Math.min(start + WINDOW, loaded);
    return end > start;
  }

  /** Whether there is more than can be taken now. */
  boolean hasMore() {
    return end < loaded || unread > 0;
  }

  /** The last that can be taken now. */
  long last() {
    return window[end - 1] + firstRegion;
  }

  /** Number of those that can be taken now and are at most so high. */
  int countUpTo(long highest) {
    int low = start;
    int high = end;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (window[middle] + firstRegion <= highest) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low - start;
  }

  /** Takes some, their regions counted on. */
  void take(int count, long[] target, int at) {
    for (int i = 0; i < count; i++) {
      target[at + i] = window[start + i] + firstRegion;
    }
    start += count;
  }

  /** Merges what is at most as high as the last of every run that has more: nothing is below it. */
  static long[] merge(Iterable<AnomalousRun> runs) {
    long highest = Long.MAX_VALUE;
    for (var run : runs) {
      highest = run.hasMore() ? Math.min(highest, run.last()) : highest;
    }
    int size = 0;
    for (var run : runs) {
      size += run.countUpTo(highest);
    }
    var merged = new long[size];
    int at = 0;
    for (var run : runs) {
      int count = run.countUpTo(highest);
      run.take(count, merged, at);
      at += count;
    }
    Arrays.parallelSort(merged); // it finds the sorted runs and merges them
    return merged;
  }
}
