package org.onenip.training;

import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * In which order samples are drawn: each epoch is a permutation of all of them, which depends on
 * seed and epoch alone; batches run on over its end.
 *
 * @param count samples
 * @param seed of the run
 */
public record EpochOrder(int count, long seed) {
  /**
   * Indices of a batch's samples.
   *
   * @param step counts from 0
   * @param size samples in every batch
   */
  public int[] batch(int step, int size) {
    var drawn = new int[size];
    long first = (long) step * size;
    var order = permutation(first / count);
    for (int i = 0; i < size; i++) {
      int at = (int) ((first + i) % count);
      if (at == 0 && i > 0) {
        order = permutation((first + i) / count);
      }
      drawn[i] = order.get(at);
    }
    return drawn;
  }

  private List<Integer> permutation(long epoch) {
    var order = IntStream.range(0, count).boxed().collect(Collectors.toList());
    Collections.shuffle(order, new Random(new SplittableRandom(seed + epoch).nextLong()));
    return order;
  }
}
