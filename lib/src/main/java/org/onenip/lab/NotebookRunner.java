package org.onenip.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.onenip.notebook.Guide;
import org.onenip.support.ChildProcess;
import org.onenip.support.ProgressListener;
import org.onenip.support.UserError;

/** Executes notebooks from their first cell to their last, without a browser. */
public final class NotebookRunner {
  private static final int SECONDS_PER_CELL = 600;
  private static final int SECONDS_TO_START = 120;

  /** Tells the notebooks' figures to be pictures: what is stored shall stay small. */
  private static final String STILL_FIGURES = "ONENIP_NOTEBOOK_STATIC";

  /** A cell that prints the kernel's own peak of resident memory, in KiB, where there is /proc. */
  private static final String PEAK_MEMORY =
      """
      var status = java.nio.file.Path.of("/proc/self/status");
      if (java.nio.file.Files.exists(status)) {
        java.nio.file.Files.lines(status).filter(l -> l.startsWith("VmHWM")).forEach(System.out::print);
      }""";

  private static final String KERNEL_DIED =
      """


      The kernel's process has ended, most often because the computer's memory is used up: close other
      programs and kernels, or use fewer or smaller images, and run the notebook again.""";

  private final Jupyter jupyter;
  private final Path scratch;
  private final boolean stored;
  private final ProgressListener listener;

  /**
   * A runner.
   *
   * @param scratch an own folder for what is not finished yet
   * @param stored whether the outputs go into the notebooks' files
   * @param listener hears of the cells
   */
  public NotebookRunner(Jupyter jupyter, Path scratch, boolean stored, ProgressListener listener) {
    this.jupyter = jupyter;
    this.scratch = scratch;
    this.stored = stored;
    this.listener = listener;
  }

  /**
   * Executes a notebook in its own folder. The file stays as it is.
   *
   * @return the notebook with its outputs
   * @throws FailedCell at the first cell that fails
   * @throws UserError if the kernel cannot be started
   */
  public NotebookFile run(Path file) throws IOException {
    var notebook = NotebookFile.read(file);
    long start = System.nanoTime();
    notebook.takeOutputs(execute(notebook, file, notebook.executable().size()));
    System.out.printf(Locale.ROOT, "%s: executed in %.1f s%n", name(file), seconds(start));
    return notebook;
  }

  /**
   * Executes all cells of a notebook, then all again in the same kernel, as a reader does who goes
   * through the page a second time. Tells the peak of the kernel's resident memory where the system
   * does.
   *
   * @throws FailedCell at the first cell that fails
   * @throws UserError if the kernel cannot be started
   */
  public void runTwice(Path file) throws IOException {
    long start = System.nanoTime();
    var notebook = NotebookFile.read(file);
    var executed = execute(notebook.twice(PEAK_MEMORY), file, notebook.executable().size());
    double seconds = seconds(start);
    var peak = executed.lastPrinted().replaceAll("\\D", "");
    var memory = peak.isEmpty() ? "" : ", at most %d MiB".formatted(Long.parseLong(peak) / 1024);
    System.out.printf(Locale.ROOT, "%s: executed twice in %.1f s%s%n", name(file), seconds, memory);
  }

  private static String name(Path file) {
    return file.getFileName().toString();
  }

  private static double seconds(long start) {
    return (System.nanoTime() - start) / 1e9;
  }

  /** Executes a notebook that stands for the file's, of so many cells, perhaps more than once. */
  private NotebookFile execute(NotebookFile notebook, Path file, int cells) throws IOException {
    var sources = notebook.executable();
    Files.createDirectories(scratch);
    var input = scratch.resolve("input.ipynb");
    notebook.write(input);
    listener.begin(name(file), sources.size());
    var log = new NbconvertLog(done -> listener.progress(done, ""));
    try {
      var builder = jupyter.module("nbconvert", arguments());
      builder.redirectInput(input.toFile()).directory(file.toAbsolutePath().getParent().toFile());
      builder.environment().put(Guide.NOTEBOOK, file.toAbsolutePath().toString());
      if (stored) {
        builder.environment().put(STILL_FIGURES, "true");
      }
      int code = ChildProcess.run(builder, log);
      if (code != 0) {
        throw failure(name(file), cells, sources, log);
      }
    } finally {
      listener.end();
    }
    return NotebookFile.read(scratch.resolve("executed.ipynb"));
  }

  private List<String> arguments() {
    return List.of(
        "--to=notebook",
        "--execute",
        "--log-level=DEBUG",
        "--output-dir=" + scratch,
        "--output=executed",
        "--ExecutePreprocessor.kernel_name=" + jupyter.kernel(),
        "--ExecutePreprocessor.timeout=" + SECONDS_PER_CELL,
        "--ExecutePreprocessor.startup_timeout=" + SECONDS_TO_START,
        "--ExecutePreprocessor.record_timing=False",
        "--ExecutePreprocessor.store_widget_state=False",
        "--stdin");
  }

  private RuntimeException failure(String name, int cells, List<String> sources, NbconvertLog log) {
    if (log.cells() == 0) {
      return new UserError(
          "%s cannot be run by the kernel %s (%s).".formatted(name, jupyter.kernel(), log.error()));
    }
    int number = (log.cells() - 1) % cells + 1;
    return new FailedCell(
        "%s: cell [%d] failed%s:%n%n%s%n%n%s"
            .formatted(
                name,
                number,
                log.cells() > cells ? " when it was run again" : "",
                sources.get(log.cells() - 1).indent(4).stripTrailing(),
                log.error() + (log.error().contains("DeadKernel") ? KERNEL_DIED : "")));
  }

  /** A cell that failed: the notebook's name, the cell's number, its source, and its error. */
  public static final class FailedCell extends RuntimeException {
    private static final long serialVersionUID = 1L;

    FailedCell(String message) {
      super(message);
    }
  }
}
