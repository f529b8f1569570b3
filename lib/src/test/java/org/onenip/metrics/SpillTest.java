package org.onenip.metrics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.onenip.support.UserError;

/** Scores in a temporary file give the same figures, bit for bit, as scores in memory. */
class SpillTest {
  private static final int SIDE = 48;

  /** More than one window of a run, and no multiple of one. */
  private static final int CHUNK = 10_001;

  @TempDir Path folder;

  private ScoreSet tiny() {
    return new ScoreSet(4L * CHUNK, CHUNK, folder);
  }

  /**
   * Adds maps to sets in turn.
   *
   * @param values distinct scores: few make ties across chunks and runs
   */
  private static void fill(int seed, int maps, int values, List<List<ScoreSet>> targets) {
    var random = new Random(seed);
    for (int i = 0; i < maps; i++) {
      var map = new float[SIDE * SIDE];
      var mask = new boolean[SIDE * SIDE];
      for (int p = 0; p < map.length; p++) {
        mask[p] = i % 4 != 0 && random.nextInt(3) == 0;
        double score = random.nextGaussian() + (mask[p] ? 1 : 0) + i * 0.001;
        map[p] = Math.round(score * values) / (float) values;
      }
      for (var target : targets) {
        target.get(i % target.size()).add(map, mask, SIDE);
      }
    }
  }

  private static void assertSame(Ranking expected, Ranking actual) {
    assertEquals(expected.auroc(), actual.auroc());
    assertEquals(expected.averagePrecision(), actual.averagePrecision());
    assertEquals(expected.f1Max(), actual.f1Max());
    assertEquals(expected.aupro(), actual.aupro());
    assertArrayEquals(expected.rocCurve(), actual.rocCurve());
    assertArrayEquals(expected.precisionRecallCurve(), actual.precisionRecallCurve());
  }

  @Test
  void figuresOfAFileAreThoseOfMemoryAlsoWhereScoresAreTied() {
    for (int values : new int[] {1, 10, 1_000_000}) {
      try (var spilled = tiny();
          var inMemory = new ScoreSet()) {
        fill(1, 80, values, List.of(List.of(spilled), List.of(inMemory)));
        assertTrue(spilled.anomalies() > 4 * CHUNK && spilled.normals() > 10 * CHUNK);
        assertTrue(spilled.bytes() < inMemory.bytes() / 2, "the rest is in the file");
        assertEquals(inMemory.normals(), spilled.normals());
        assertEquals(inMemory.anomalies(), spilled.anomalies());
        assertSame(Ranking.of(inMemory), Ranking.of(spilled));
        assertSame(Ranking.of(inMemory), Ranking.of(spilled)); // a ranking uses nothing up
      }
    }
  }

  @Test
  void aSetGrowsOnAfterItWasRanked() {
    try (var spilled = tiny();
        var inMemory = new ScoreSet()) {
      for (int round = 0; round < 3; round++) {
        fill(round, 20, 100, List.of(List.of(spilled), List.of(inMemory)));
        assertSame(Ranking.of(inMemory), Ranking.of(spilled));
      }
    }
  }

  @Test
  void setsInFilesAndInMemoryAreRankedTogether() {
    try (var first = tiny();
        var second = new ScoreSet();
        var third = tiny()) {
      var mixed = List.of(first, second, third);
      var inMemory = IntStream.range(0, 3).mapToObj(i -> new ScoreSet()).toList();
      fill(2, 90, 50, List.of(mixed, inMemory));
      assertSame(Ranking.of(inMemory), Ranking.of(mixed));
    }
  }

  @Test
  void imageScoresSpillToo() {
    try (var spilled = tiny();
        var inMemory = new ScoreSet()) {
      var random = new Random(3);
      for (int i = 0; i < 5 * CHUNK; i++) {
        float score = random.nextInt(500) + i % 2;
        spilled.add(score, i % 2 == 1);
        inMemory.add(score, i % 2 == 1);
      }
      assertSame(Ranking.of(inMemory), Ranking.of(spilled));
    }
  }

  @Test
  void theFileIsGoneWhenTheSetIsClosed() throws IOException {
    try (var spilled = tiny()) {
      fill(4, 30, 10, List.of(List.of(spilled)));
    }
    try (var files = Files.list(folder)) {
      assertEquals(0, files.count());
    }
  }

  @Test
  void theFileIsGoneWhenTheProcessIsKilled() throws IOException, InterruptedException {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var process =
        new ProcessBuilder(
                java,
                "-cp",
                System.getProperty("java.class.path"),
                Spiller.class.getName(),
                folder.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (var lines = process.inputReader()) {
      assertEquals("spilled", lines.readLine());
    } finally {
      process.destroyForcibly().waitFor();
    }
    try (var files = Files.list(folder)) {
      assertEquals(0, files.count());
    }
  }

  /** A program that fills a file and then waits to be killed. */
  static final class Spiller {
    private Spiller() {}

    public static void main(String[] args) throws IOException {
      try (var scores = new ScoreSet(1, 100, Path.of(args[0]))) {
        fill(5, 5, 10, List.of(List.of(scores)));
        System.out.println("spilled");
        System.in.read();
      }
    }
  }

  @Test
  void aFolderThatTakesNoFileIsNamed() {
    var missing = folder.resolve("missing");
    try (var scores = new ScoreSet(1, 100, missing)) {
      var error = assertThrows(UserError.class, () -> fill(6, 5, 10, List.of(List.of(scores))));
      assertTrue(error.getMessage().contains(missing.toString()), error.getMessage());
    }
  }

  @Test
  void aFullDiskIsAUserErrorThatNamesTheFolder() throws IOException {
    var full = Path.of("/dev/full");
    assumeTrue(Files.isWritable(full), "only Linux has a full disk at hand");
    try (var file = new SpillFile(folder, FileChannel.open(full, StandardOpenOption.WRITE))) {
      var scores = new NormalScores(10);
      IntStream.range(0, 25).forEach(scores::add);
      var error = assertThrows(UserError.class, () -> scores.spill(file));
      assertTrue(error.getMessage().contains(folder.toString()), error.getMessage());
    }
  }

  @Test
  void whatIsAppendedIsReadBack() {
    try (var file = SpillFile.in(folder)) {
      file.append(ByteBuffer.wrap(new byte[] {1, 2, 3}));
      assertEquals(3, file.append(ByteBuffer.wrap(new byte[] {4, 5})));
      var read = file.read(ByteBuffer.allocate(2), 2);
      assertEquals(3, read.get());
      assertEquals(4, read.get());
    }
  }
}
