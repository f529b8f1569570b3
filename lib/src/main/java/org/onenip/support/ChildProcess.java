package org.onenip.support;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A program that we start, and that does not outlive us: Ctrl-C ends it first, then us. */
public final class ChildProcess {
  private static final int SECONDS_TO_END = 8;

  /** The exit code of what Ctrl-C has ended. */
  private static final int INTERRUPTED = 130;

  private final Process process;
  private final Thread hook = new Thread(this::end, "end child");

  private ChildProcess(ProcessBuilder builder) throws IOException {
    process = builder.start();
    try {
      Runtime.getRuntime().addShutdownHook(hook);
    } catch (IllegalStateException e) {
      process.destroy();
      throw stopped(e);
    }
  }

  /** A command line of two parts. */
  public static List<String> joined(List<String> command, List<String> arguments) {
    var all = new ArrayList<>(command);
    all.addAll(arguments);
    return all;
  }

  /**
   * Runs a program to its end.
   *
   * @param lines receives its output and its errors, line by line
   * @return its exit code
   * @throws IOException if it cannot be started
   * @throws CancellationException if we are asked to stop meanwhile
   */
  public static int run(ProcessBuilder builder, Consumer<String> lines) throws IOException {
    var child = new ChildProcess(builder.redirectErrorStream(true));
    try (var output = child.process.inputReader(StandardCharsets.UTF_8)) {
      output.lines().forEach(lines);
    }
    return child.await();
  }

  /** The same for a program that shares our terminal. */
  public static int runInTerminal(ProcessBuilder builder) throws IOException {
    return new ChildProcess(builder.inheritIO()).await();
  }

  private int await() {
    try {
      int code = process.waitFor();
      Runtime.getRuntime().removeShutdownHook(hook);
      if (code == INTERRUPTED) {
        throw new CancellationException("stopped");
      }
      return code;
    } catch (InterruptedException | IllegalStateException e) {
      throw stopped(e);
    }
  }

  private static CancellationException stopped(Exception cause) {
    var stopped = new CancellationException("stopped");
    stopped.initCause(cause);
    return stopped;
  }

  /**
   * Ctrl-C has reached the child too; what ended us alone, it must hear from us. What the child has
   * started itself and leaves behind, as nbconvert does its kernel, ends with it.
   */
  private void end() {
    var started = process.descendants().toList();
    try {
      if (!process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)) {
        process.destroy();
        process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    process.destroyForcibly();
    started.forEach(ProcessHandle::destroy);
  }
}
