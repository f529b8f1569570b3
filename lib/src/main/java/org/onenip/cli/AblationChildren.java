package org.onenip.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.onenip.UserError;

/**
 * An ablation on several devices: each runs one cell at a time, in a process of its own, since an
 * engine holds only one gradient collector in a process.
 */
final class AblationChildren {
  private static final int LINES_SHOWN = 8;

  private final AblationWork work;
  private final List<String> arguments;
  private final Runnable after;

  /**
   * Prepares the work.
   *
   * @param arguments of our own command line, which the children get too
   * @param after is called after each cell, once at a time
   */
  AblationChildren(AblationWork work, List<String> arguments, Runnable after) {
    this.work = work;
    this.arguments = arguments;
    this.after = after;
  }

  /** Does what is open. */
  void run(List<String> devices) {
    Queue<List<String>> queue = new ConcurrentLinkedQueue<>(work.groups());
    System.out.printf("%d cells to do on %d devices.%n", work.open().size(), devices.size());
    int threads = Math.max(1, Runtime.getRuntime().availableProcessors() / devices.size());
    var workers = Executors.newFixedThreadPool(devices.size());
    try {
      var running = new ArrayList<Future<?>>();
      for (var device : devices) {
        running.add(workers.submit(() -> serve(queue, device, threads)));
      }
      for (var one : running) {
        one.get();
      }
    } catch (ExecutionException e) {
      queue.clear();
      if (e.getCause() instanceof RuntimeException known) {
        throw known;
      }
      throw new CompletionException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      queue.clear();
      workers.shutdown();
    }
  }

  private void serve(Queue<List<String>> queue, String device, int threads) {
    for (var group = queue.poll(); group != null; group = queue.poll()) {
      group.forEach(name -> run(name, device, threads));
    }
  }

  private void run(String name, String device, int threads) {
    System.out.printf("%s: %s%n", device, work.title(name));
    var last = new LastLines(LINES_SHOWN);
    int code;
    try {
      code = ChildProcess.run(child(name, device, threads), last);
    } catch (IOException e) {
      throw new UserError("A training cannot be started: %s.".formatted(e), e);
    }
    if (code != 0) {
      throw new UserError(
          "The cell \"%s\" failed on %s:%n%s".formatted(work.title(name), device, last));
    }
    synchronized (this) {
      after.run();
    }
  }

  private ProcessBuilder child(String name, String device, int threads) {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var command =
        new ArrayList<>(
            List.of(
                java, "-Djava.awt.headless=true", "-cp", ClassPath.ours(), Main.class.getName()));
    command.addAll(arguments);
    command.addAll(List.of("--only", name, "--on", device));
    var child = new ProcessBuilder(command);
    child.environment().put("OMP_NUM_THREADS", Integer.toString(threads)); // else each takes all
    return child;
  }
}
