package org.onenip.support;

import java.util.ArrayDeque;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Tasks for threads in the background, whose results come in the order in which the tasks were
 * begun. No more than a fixed number are begun and not yet taken, so that memory does not grow with
 * their number. For one thread's use.
 *
 * @param <T> a result
 */
public final class Background<T> implements AutoCloseable {
  private static final int SECONDS_TO_STOP = 60;

  private final int most;
  private final ExecutorService threads;
  private final ArrayDeque<Future<T>> begun = new ArrayDeque<>();

  /**
   * As many threads as there are processors.
   *
   * @param name of the threads
   * @param most tasks that are begun and not yet taken
   */
  public Background(String name, int most) {
    this(name, Math.min(most, Runtime.getRuntime().availableProcessors()), most);
  }

  /**
   * So many threads.
   *
   * @param most tasks that are begun and not yet taken
   */
  public Background(String name, int threads, int most) {
    this.most = most;
    this.threads =
        Executors.newFixedThreadPool(
            threads,
            task -> {
              var thread = new Thread(task, name);
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Whether a result has to be taken before another task can begin. */
  public boolean full() {
    return begun.size() == most;
  }

  /** Whether all results were taken. */
  public boolean isEmpty() {
    return begun.isEmpty();
  }

  /**
   * Begins a task.
   *
   * @throws IllegalStateException if it is {@link #full}
   */
  public void begin(Supplier<T> task) {
    if (full()) {
      throw new IllegalStateException("take a result first");
    }
    begun.add(threads.submit(task::get));
  }

  /**
   * The result of the oldest task; waits for it. What the task threw is thrown.
   *
   * @throws CancellationException if this thread is interrupted; it stays so
   * @throws java.util.NoSuchElementException if it {@link #isEmpty}
   */
  public T next() {
    try {
      return begun.remove().get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException known) {
        throw known;
      } else if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw new IllegalStateException("suppliers throw nothing else", e);
    }
  }

  /** Gives up what was not taken, and waits until no thread works any more. */
  @Override
  public void close() {
    threads.shutdownNow();
    try {
      threads.awaitTermination(SECONDS_TO_STOP, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
