package org.onenip.evaluation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.onenip.detect.AnomalyMap;
import org.onenip.evaluation.MapJournal.Found;

class MapJournalTest {
  private static final int BATCHES = 5;
  private static final int IMAGES = 3;

  @TempDir Path folder;
  private int computed;

  private Path file() {
    return folder.resolve("maps.part");
  }

  private static AnomalyMap map(int seed) {
    float[] values = {seed, seed / 3f, Float.MIN_VALUE, 0};
    var prompt = seed % 2 == 0 ? "kabel-ø" : null;
    return new AnomalyMap(2, 2, values, seed / 7f, seed > 5, prompt, seed, Float.POSITIVE_INFINITY);
  }

  private static List<AnomalyMap> batch(int number) {
    return IntStream.range(0, IMAGES).mapToObj(i -> map(IMAGES * number + i)).toList();
  }

  /** Runs an evaluation of five batches, or fewer, and gives how many were computed. */
  private int run(String key, int batches, Found found) {
    computed = 0;
    try (var journal = MapJournal.open(file(), key)) {
      assertEquals(found, journal.found());
      for (int i = 0; i < batches; i++) {
        int number = i;
        var maps =
            journal.next(
                IMAGES,
                () -> {
                  computed++;
                  return batch(number);
                });
        for (int j = 0; j < IMAGES; j++) {
          same(batch(i).get(j), maps.get(j));
        }
      }
    }
    return computed;
  }

  private static void same(AnomalyMap expected, AnomalyMap actual) {
    assertArrayEquals(expected.values(), actual.values());
    assertEquals(withoutValues(expected), withoutValues(actual));
  }

  private static List<Object> withoutValues(AnomalyMap map) {
    return Arrays.asList(
        map.width(),
        map.height(),
        map.score(),
        map.anomalous(),
        map.prompt(),
        map.pixelThreshold(),
        map.imageThreshold());
  }

  @Test
  void anEqualEvaluationComputesOnlyWhatIsMissing() {
    assertEquals(2, run("key", 2, Found.NOTHING));
    assertEquals(3, run("key", BATCHES, Found.EQUAL));
    assertEquals(0, run("key", BATCHES, Found.EQUAL));
  }

  @Test
  void anotherEvaluationStartsAfresh() {
    run("key", BATCHES, Found.NOTHING);
    assertEquals(BATCHES, run("another key", BATCHES, Found.OTHER));
    assertEquals(0, run("another key", BATCHES, Found.EQUAL));
  }

  @Test
  void aTornBatchIsComputedAgain() throws IOException {
    run("key", BATCHES, Found.NOTHING);
    var whole = Files.readAllBytes(file());
    Files.write(file(), Arrays.copyOf(whole, whole.length - 1));
    assertEquals(1, run("key", BATCHES, Found.EQUAL));
    assertArrayEquals(whole, Files.readAllBytes(file()));
  }

  @Test
  void nothingAfterADamagedBatchIsTrusted() throws IOException {
    run("key", BATCHES, Found.NOTHING);
    var whole = Files.readAllBytes(file());
    var damaged = whole.clone();
    damaged[whole.length / 2]++;
    Files.write(file(), damaged);
    assertEquals(3, run("key", BATCHES, Found.EQUAL));
    assertArrayEquals(whole, Files.readAllBytes(file()));
  }

  @Test
  void aFileOfAnotherKindIsNotTrusted() throws IOException {
    Files.writeString(file(), "a text that somebody has left here, longer than any header");
    assertEquals(BATCHES, run("key", BATCHES, Found.OTHER));
  }
}
