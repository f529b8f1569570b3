package org.onenip.support;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;

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
    this.threads = Executors.newFixedThreadPool(threads, named(name));
  }

  /** Makes threads of a name that keep no program from ending. */
  public static ThreadFactory named(String name) {
    return task -> {
      var thread = new Thread(task, name);
      thread.setDaemon(true);
      return thread;
    };
  }

  /**
   * Does parts of some work side by side, and waits for all, even if one has failed or this thread
   * is interrupted, for they use what the caller owns. After a failure no other part begins.
   *
   * @param threads may serve many such calls at a time
   * @param part computes part i
   * @return the results in the order of the parts; what a part threw is thrown
   * @throws CancellationException if this thread is interrupted; it stays so
   */
  public static <T> List<T> all(ExecutorService threads, int parts, IntFunction<T> part) {
    var stopped = new AtomicBoolean();
    var pending =
        IntStream.range(0, parts)
            .mapToObj(i -> threads.submit(() -> stopped.get() ? null : part.apply(i)))
            .toList();
    var results = new ArrayList<T>();
    Throwable failure = null;
    boolean interrupted = false;
    for (int i = 0; i < parts; ) {
      try {
        results.add(pending.get(i).get());
        i++;
      } catch (InterruptedException e) {
        interrupted = true;
        failure = new CancellationException("interrupted");
        stopped.set(true);
      } catch (ExecutionException e) {
        failure = failure == null ? e.getCause() : failure;
        stopped.set(true);
        i++;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    if (failure != null) {
      throw unchecked(failure);
    }
    return results;
  }

  /** What a task threw, to be thrown again; errors are thrown here. */
  private static RuntimeException unchecked(Throwable thrown) {
    if (thrown instanceof Error error) {
      throw error;
    }
    return thrown instanceof RuntimeException known
        ? known
        : new IllegalStateException("tasks throw nothing else", thrown);
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
      throw unchecked(e.getCause());
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
