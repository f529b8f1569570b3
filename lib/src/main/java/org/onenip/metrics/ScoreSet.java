package org.onenip.metrics;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.onenip.support.UserError;

/**
 * Scores with labels, of images or of pixels: four bytes a normal one, eight an anomalous one, four
 * more a region, so that nothing has to be binned. What is more than a share of the heap goes to a
 * temporary file, in sorted chunks; while it is ranked, up to a fortieth of it is read ahead.
 *
 * <p>The file goes with the set when this is closed, or forgotten, or the process ends.
 */
public final class ScoreSet implements AutoCloseable {
  private static final int CHUNK = 1 << 20;

  /** All sets together hold this part of the heap. */
  private static final int HEAP_SHARE = 8;

  private final long mostBytes;
  private final Path folder;
  private final NormalScores normal;
  private final AnomalousScores anomalous;
  private SpillFile file; // null as long as all is in memory

  /** An empty set. */
  public ScoreSet() {
    this(1);
  }

  /**
   * An empty set, one of several.
   *
   * @param sets number of sets that are filled at the same time and share the heap
   */
  public ScoreSet(int sets) {
    this(
        Runtime.getRuntime().maxMemory() / HEAP_SHARE / sets,
        CHUNK,
        Path.of(System.getProperty("java.io.tmpdir")));
  }

  /**
   * An empty set.
   *
   * @param mostBytes on the heap; beyond, full chunks go to a file
   * @param chunk scores that are sorted, or written, at a time
   * @param folder of the file
   */
  ScoreSet(long mostBytes, int chunk, Path folder) {
    this.mostBytes = mostBytes;
    this.folder = folder;
    normal = new NormalScores(chunk);
    anomalous = new AnomalousScores(chunk);
  }

  /**
   * Adds the score of one image. An anomalous one is a region by itself.
   *
   * @param score larger is more anomalous
   * @param isAnomalous its label
   * @throws UserError if neither memory nor disk has room
   */
  public void add(float score, boolean isAnomalous) {
    check(score);
    if (isAnomalous) {
      anomalous.addRegions(1);
      anomalous.add(score, anomalous.regions() - 1);
    } else {
      normal.add(score);
    }
    spillIfLarge();
  }

  /**
   * Adds all pixels of one image.
   *
   * @param map {@code height * width} scores, row by row
   * @param mask as many flags: which pixels are anomalous
   * @param width pixels a row
   * @throws UserError if neither memory nor disk has room
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
    int first = anomalous.regions();
    anomalous.addRegions(found.count());
    for (int i = 0; i < map.length; i++) {
      if (mask[i]) {
        anomalous.add(map[i], first + found.labels()[i] - 1);
      } else {
        normal.add(map[i]);
      }
    }
    spillIfLarge();
  }

  private static void check(float score) {
    if (Float.isNaN(score)) {
      throw new IllegalArgumentException("a score is not a number");
    }
  }

  private void spillIfLarge() {
    if (bytes() <= mostBytes) {
      return;
    }
    if (file == null) {
      file = SpillFile.in(folder);
    }
    normal.spill(file);
    anomalous.spill(file);
  }

  /** Number of normal scores. */
  public long normals() {
    return normal.size();
  }

  /** Number of anomalous scores. */
  public long anomalies() {
    return anomalous.size();
  }

  /** Number of connected anomalous regions. */
  public int regions() {
    return anomalous.regions();
  }

  /** Heap that the scores take, in bytes, room to grow included. */
  public long bytes() {
    return normal.bytes() + anomalous.bytes();
  }

  /** The normal scores, sorted in place. */
  Stream<NormalRun> normalRuns() {
    return normal.runs(file);
  }

  /** The anomalous scores, sorted in place, their regions counted on from {@code firstRegion}. */
  Stream<AnomalousRun> anomalousRuns(int firstRegion) {
    return anomalous.runs(file, firstRegion);
  }

  /** Copies the number of scores of each region. */
  void copyRegionSizes(int[] target, int at) {
    anomalous.copyRegionSizes(target, at);
  }

  /** Deletes the file, if there is one; the set cannot be used any more. */
  @Override
  public void close() {
    if (file != null) {
      file.close();
    }
  }
}
