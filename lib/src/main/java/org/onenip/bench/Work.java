package org.onenip.bench;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Map;

/** What the parts of one group do; made with all that they need, so that repeats are alike. */
interface Work extends AutoCloseable {
  /**
   * Does a part once.
   *
   * @return seconds by name: under the part's own key the whole, and what it is made of where that
   *     is known
   */
  Map<String, Double> run(Part part);

  @Override
  default void close() {}

  /** Waits until a GPU has done all that it was told to. */
  static void await(NDManager manager) {
    if (manager.getDevice().isGpu()) {
      try (var last = manager.zeros(new Shape(1))) {
        last.getFloat(0); // operations are done in their order
      }
    }
  }

  /** Seconds that a task takes. */
  static double seconds(Runnable task) {
    long start = System.nanoTime();
    task.run();
    return (System.nanoTime() - start) / 1e9;
  }
}
