package org.onenip.data;

import java.io.IOException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Semaphore;

/**
 * Half of the heap, shared by all threads that decode pictures: many small ones are read at once,
 * large ones one after the other.
 */
final class DecodingMemory {
  private static final int MIB = 1 << 20;
  private static final int ALL = (int) Math.max(1, Runtime.getRuntime().maxMemory() / 2 / MIB);
  private static final Semaphore FREE = new Semaphore(ALL, true);

  private DecodingMemory() {}

  /** What needs the memory. */
  interface Work<T> {
    T run() throws IOException;
  }

  /**
   * Waits for memory, then works.
   *
   * @param bytes what is asked for; more than there is takes all
   * @throws CancellationException if the thread is interrupted; it stays so
   */
  static <T> T within(long bytes, Work<T> work) throws IOException {
    int share = (int) Math.min(ALL, bytes / MIB);
    try {
      FREE.acquire(share);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted");
    }
    try {
      return work.run();
    } finally {
      FREE.release(share);
    }
  }
}
