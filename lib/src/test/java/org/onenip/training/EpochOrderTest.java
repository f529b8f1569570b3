package org.onenip.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EpochOrderTest {
  private static int[] first(EpochOrder order, int batches, int size) {
    return IntStream.range(0, batches).flatMap(b -> Arrays.stream(order.batch(b, size))).toArray();
  }

  @Test
  void everySampleComesOnceAnEpochAlsoWhereBatchesRunOverItsEnd() {
    var drawn = first(new EpochOrder(10, 3), 5, 4); // two epochs of ten
    for (int epoch = 0; epoch < 2; epoch++) {
      var own = Arrays.copyOfRange(drawn, 10 * epoch, 10 * (epoch + 1));
      Arrays.sort(own);
      assertArrayEquals(IntStream.range(0, 10).toArray(), own);
    }
  }

  @Test
  void epochsAndSeedsDiffer() {
    var drawn = first(new EpochOrder(50, 3), 2, 50);
    assertFalse(Arrays.equals(Arrays.copyOf(drawn, 50), Arrays.copyOfRange(drawn, 50, 100)));
    assertFalse(Arrays.equals(drawn, first(new EpochOrder(50, 4), 2, 50)));
  }

  @Test
  void aBatchDependsOnItsStepAlone() {
    assertArrayEquals(new EpochOrder(7, 1).batch(9, 3), new EpochOrder(7, 1).batch(9, 3));
    assertEquals(20, new EpochOrder(3, 1).batch(0, 20).length, "more than the samples");
  }
}
