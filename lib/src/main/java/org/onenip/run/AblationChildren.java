package org.onenip.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import org.onenip.support.Background;
import org.onenip.support.ChildProcess;
import org.onenip.support.ClassPath;
import org.onenip.support.LastLines;
import org.onenip.support.ProgressListener;
import org.onenip.support.Reasons;
import org.onenip.support.UserError;

/**
 * An ablation on several devices: each runs one cell at a time, in a process of its own, since an
 * engine holds only one gradient collector in a process.
 */
public final class AblationChildren {
  private static final int LINES_SHOWN = 8;

  private final AblationWork work;
  private final Class<?> program;
  private final List<String> arguments;
  private final ProgressListener listener;
  private final Runnable after;

  /**
   * Prepares the work.
   *
   * @param program our own main class
   * @param arguments of our own command line, which the children get too
   * @param listener hears of each cell
   * @param after is called after each cell, once at a time
   */
  public AblationChildren(
      AblationWork work,
      Class<?> program,
      List<String> arguments,
      ProgressListener listener,
      Runnable after) {
    this.work = work;
    this.program = program;
    this.listener = listener;
    this.arguments = arguments;
    this.after = after;
  }

  /** Does what is open. */
  public void run(List<String> devices) {
    Queue<List<String>> queue = new ConcurrentLinkedQueue<>(work.groups());
    listener.say("%d cells to do on %d devices.".formatted(work.open().size(), devices.size()));
    int threads = Math.max(1, Runtime.getRuntime().availableProcessors() / devices.size());
    var workers = Executors.newFixedThreadPool(devices.size(), Background.named("device"));
    try {
      Background.all(
          workers,
          devices.size(),
          i -> {
            serve(queue, devices.get(i), threads);
            return null;
          });
    } finally {
      workers.shutdown();
    }
  }

  private void serve(Queue<List<String>> queue, String device, int threads) {
    try {
      for (var group = queue.poll(); group != null; group = queue.poll()) {
        group.forEach(name -> run(name, device, threads));
      }
    } finally {
      queue.clear(); // after a failure the others end with what they have begun
    }
  }

  private void run(String name, String device, int threads) {
    listener.say("%s: %s".formatted(device, work.title(name)));
    var last = new LastLines(LINES_SHOWN);
    int code;
    try {
      code = ChildProcess.run(child(name, device, threads), last);
    } catch (IOException e) {
      throw new UserError("A training cannot be started: %s.".formatted(Reasons.of(e)), e);
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
            List.of(java, "-Djava.awt.headless=true", "-cp", ClassPath.ours(), program.getName()));
    command.addAll(arguments);
    command.addAll(List.of("--only", name, "--on", device));
    var child = new ProcessBuilder(command);
    child.environment().put("OMP_NUM_THREADS", Integer.toString(threads)); // else each takes all
    return child;
  }
}
