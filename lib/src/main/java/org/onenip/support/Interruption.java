package org.onenip.support;

import java.util.concurrent.CancellationException;

/**
 * Ends long work whose thread was interrupted. A notebook's kernel takes the next cell as soon as
 * the reader interrupts one, though the old one's thread goes on until it looks: work that never
 * does would change the next cells' objects and keep the processor busy.
 */
public final class Interruption {
  private Interruption() {}

  /**
   * Called once a step, or a batch.
   *
   * @throws CancellationException if the thread is interrupted; it stays so
   */
  public static void check() {
    if (Thread.currentThread().isInterrupted()) {
      throw new CancellationException("interrupted");
    }
  }
}
