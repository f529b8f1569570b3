package org.onenip.metrics;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Normal scores in chunks, four bytes each: growing copies one chunk at most. */
final class NormalScores {
  private final int chunk;
  private final List<float[]> full = new ArrayList<>();
  private final List<Long> spilled = new ArrayList<>(); // where each chunk begins in the file
  private float[] last;
  private int lastUsed;

  /**
   * No scores yet.
   *
   * @param chunk scores that are sorted, or written, at a time
   */
  NormalScores(int chunk) {
    this.chunk = chunk;
    last = new float[Math.min(16, chunk)];
  }

  void add(float score) {
    if (lastUsed == chunk) {
      full.add(last);
      last = new float[chunk];
      lastUsed = 0;
    } else if (lastUsed == last.length) {
      last = Arrays.copyOf(last, Math.min(2 * lastUsed, chunk));
    }
    last[lastUsed++] = score;
  }

  long size() {
    return (long) (spilled.size() + full.size()) * chunk + lastUsed;
  }

  /** Heap taken. */
  long bytes() {
    return Float.BYTES * ((long) full.size() * chunk + last.length);
  }

  /** Writes the full chunks to a file, each sorted, and forgets them. */
  void spill(SpillFile file) {
    sort(full);
    var bytes = ByteBuffer.allocate(Float.BYTES * chunk);
    for (var scores : full) {
      bytes.clear().asFloatBuffer().put(scores);
      spilled.add(file.append(bytes));
    }
    full.clear();
  }

  /** All scores, sorted in place. */
  Stream<NormalRun> runs(SpillFile file) {
    sort(full);
    RadixSort.sort(last, lastUsed);
    return Stream.of(
            spilled.stream().map(start -> NormalRun.of(file, start, chunk)),
            full.stream().map(scores -> NormalRun.of(scores, chunk)),
            Stream.of(NormalRun.of(last, lastUsed)))
        .flatMap(runs -> runs);
  }

  private void sort(List<float[]> chunks) {
    chunks.parallelStream().forEach(scores -> RadixSort.sort(scores, chunk));
  }
}
