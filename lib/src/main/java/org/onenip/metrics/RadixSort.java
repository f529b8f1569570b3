package org.onenip.metrics;

import java.util.Arrays;

/**
 * Sorts many floats in three passes over them, eleven bits of the key a pass, instead of the twenty
 * that comparing takes. The order is that of {@link Float#compare}; there is no NaN.
 */
final class RadixSort {
  private static final int BITS = 11;
  private static final int BUCKETS = 1 << BITS;
  private static final int PASSES = 3;

  /** Below this many, comparing is faster. */
  private static final int FEW = 1 << 12;

  private RadixSort() {}

  /** Sorts the first {@code used} values into rising order. */
  static void sort(float[] values, int used) {
    if (used < FEW) {
      Arrays.sort(values, 0, used);
      return;
    }
    var starts = starts(values, used);
    var from = values;
    var to = new float[used];
    for (int pass = 0; pass < PASSES; pass++) {
      scatter(from, to, used, pass, starts[pass]);
      var swap = from;
      from = to;
      to = swap;
    }
    System.arraycopy(from, 0, values, 0, used); // three passes end in the other array
  }

  /** The bits in an order that integers have: negative numbers turned round, below the others. */
  private static int key(float value) {
    int bits = Float.floatToRawIntBits(value);
    return bits ^ (bits >> 31 | Integer.MIN_VALUE);
  }

  private static int bucket(int key, int pass) {
    return key >>> pass * BITS & BUCKETS - 1;
  }

  /** Where each bucket of each pass begins. */
  private static int[][] starts(float[] values, int used) {
    var starts = new int[PASSES][BUCKETS];
    for (int i = 0; i < used; i++) {
      int key = key(values[i]);
      starts[0][bucket(key, 0)]++;
      starts[1][bucket(key, 1)]++;
      starts[2][bucket(key, 2)]++;
    }
    for (var counts : starts) {
      int at = 0;
      for (int b = 0; b < BUCKETS; b++) {
        int count = counts[b];
        counts[b] = at;
        at += count;
      }
    }
    return starts;
  }

  private static void scatter(float[] from, float[] to, int used, int pass, int[] next) {
    for (int i = 0; i < used; i++) {
      float value = from[i];
      to[next[bucket(key(value), pass)]++] = value;
    }
  }
}
