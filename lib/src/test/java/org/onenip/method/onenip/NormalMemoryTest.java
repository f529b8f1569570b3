package org.onenip.method.onenip;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.onenip.detect.Coreset;
import org.onenip.detect.FeatureScale;
import org.onenip.detect.TokenBank;

class NormalMemoryTest {
  private final NDManager manager = NDManager.newBaseManager(Device.cpu());

  @AfterEach
  void close() {
    manager.close();
  }

  private NDArray row(float... values) {
    return manager.create(values, new Shape(values.length, 1));
  }

  @Test
  void aCoresetTakesTheFarthestTokenNext() {
    // whatever comes first, the ends of the line and then its middle are farthest
    var line = row(0, 1, 2, 3, 4, 5, 6, 7, 8, 100);
    var chosen = Arrays.stream(Coreset.choose(line, 3, 1)).boxed().toList();
    assertEquals(3, chosen.stream().distinct().count());
    assertTrue(chosen.contains(9), "the outlier is kept: " + chosen);
    assertTrue(chosen.contains(0) || chosen.contains(8), chosen.toString());
  }

  @Test
  void aCoresetOfAllTokensHasEachOnce() {
    var chosen = Coreset.choose(row(3, 1, 4, 1.5f, 9), 10, 7);
    assertArrayEquals(new int[] {0, 1, 2, 3, 4}, Arrays.stream(chosen).sorted().toArray());
  }

  @Test
  void theSameSeedChoosesTheSame() {
    var many = manager.randomNormal(new Shape(500, 100));
    assertArrayEquals(Coreset.choose(many, 50, 3), Coreset.choose(many, 50, 3));
  }

  /** Two images of one channel and four positions: 0, 1, 2, 3 and 10, 11, 12, 13. */
  private TokenBank bank() {
    var features = manager.create(new float[] {0, 1, 2, 3, 10, 11, 12, 13}, new Shape(2, 1, 2, 2));
    return TokenBank.of(features, new int[] {5, 6}, 100, 100, 1);
  }

  @Test
  void theNearestTokenIsFoundAtEachPosition() {
    var image = manager.create(new float[] {2.2f, 9, 0.4f, 20}, new Shape(1, 2, 2));
    var nearest = bank().nearest(image, TokenBank.NONE);
    assertEquals(image.getShape(), nearest.getShape());
    assertArrayEquals(new float[] {2, 10, 0, 13}, nearest.toFloatArray(), 1e-5f);
  }

  @Test
  void anImageDoesNotFindItself() {
    var image = manager.create(new float[] {10, 11, 12, 13}, new Shape(1, 2, 2));
    assertArrayEquals(new float[] {3, 3, 3, 3}, bank().nearest(image, 6).toFloatArray(), 1e-5f);
    assertArrayEquals(new float[] {10, 11, 12, 13}, bank().nearest(image, 5).toFloatArray(), 1e-5f);
  }

  @Test
  void lookingLeavesNothingBehindWithTheTokens() {
    var memory = new NormalMemory(FeatureScale.none(3), new int[] {1, 2});
    var normal = manager.randomNormal(new Shape(2, 2, 2, 2));
    var finer = manager.randomNormal(new Shape(2, 3, 4, 4));
    memory.learn("nut", normal, finer, new int[] {0, 1}, 10, 1);
    int before = manager.getManagedArrays().size();
    for (int i = 0; i < 3; i++) {
      try (var step = manager.newSubManager()) {
        var features = step.randomNormal(new Shape(2, 2, 2, 2));
        var fine = step.randomNormal(new Shape(2, 3, 4, 4));
        memory.nearest(features, fine, List.of("nut", "nut"), new int[] {0, 1});
      }
    }
    assertEquals(before, manager.getManagedArrays().size());
  }

  @Test
  void theMapIsThePowerMeanOfBothLevelsInUnitsOfWhatIsTypicalOfTheClass() {
    var memory = new NormalMemory(FeatureScale.none(3), new int[] {1, 2});
    var normal = manager.zeros(new Shape(1, 2, 2, 2));
    var fine = manager.zeros(new Shape(1, 3, 4, 4));
    memory.learn("nut", normal, fine, new int[] {0}, 10, 1);
    memory.measure("nut", 5, 2);
    // each token is (3, 4), 5 away; each finer one (1, 2, 2), 3 away
    var image = manager.create(new float[] {3, 3, 3, 3, 4, 4, 4, 4}, new Shape(1, 2, 2, 2));
    var values = new float[48];
    Arrays.fill(values, 0, 16, 1);
    Arrays.fill(values, 16, 48, 2);
    var said = memory.nearest(image, manager.create(values, new Shape(1, 3, 4, 4)), List.of("nut"));
    assertEquals(new Shape(1, 1, 4, 4), said.map().getShape());
    for (float value : said.map().toFloatArray()) {
      assertEquals(1.38210, value, 1e-4); // of 3 / 2 and 5 / 5
    }
    memory.measure("nut", 2, 6);
    said = memory.nearest(image, manager.create(values, new Shape(1, 3, 4, 4)), List.of("nut"));
    for (float value : said.map().toFloatArray()) {
      assertEquals(2.29251, value, 1e-4); // of 5 / 2 and 3 / 6
    }
    // root mean squares over the channels of each group: 1 and 2
    assertEquals(new Shape(1, 2, 4, 4), said.fineErrors().getShape());
    var expected = new float[32];
    IntStream.range(0, 32).forEach(i -> expected[i] = i < 16 ? 1 : 2);
    assertArrayEquals(expected, said.fineErrors().toFloatArray(), 1e-5f);
    assertArrayEquals(new float[8], said.tokens().toFloatArray());
  }
}
