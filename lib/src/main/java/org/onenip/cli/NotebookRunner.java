package org.onenip.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.onenip.UserError;
import org.onenip.notebook.Guide;

/** Executes notebooks from their first cell to their last, without a browser. */
final class NotebookRunner {
  private static final int SECONDS_PER_CELL = 600;
  private static final int SECONDS_TO_START = 120;

  /** Tells the notebooks' figures to be pictures: what is stored shall stay small. */
  private static final String STILL_FIGURES = "ONENIP_NOTEBOOK_STATIC";

  private final Jupyter jupyter;
  private final Path scratch;
  private final boolean stored;

  /**
   * A runner.
   *
   * @param scratch an own folder for what is not finished yet
   * @param stored whether the outputs go into the notebooks' files
   */
  NotebookRunner(Jupyter jupyter, Path scratch, boolean stored) {
    this.jupyter = jupyter;
    this.scratch = scratch;
    this.stored = stored;
  }

  /**
   * Executes a notebook in its own folder. The file stays as it is.
   *
   * @return the notebook with its outputs
   * @throws FailedCell at the first cell that fails
   * @throws UserError if the kernel cannot be started
   */
  NotebookFile run(Path file) throws IOException {
    var notebook = NotebookFile.read(file);
    var sources = notebook.executable();
    var name = file.getFileName().toString();
    long start = System.nanoTime();
    try (var console = new Console()) {
      console.begin(name, sources.size());
      var log = new NbconvertLog(done -> console.progress(done, ""));
      var builder = jupyter.module("nbconvert", arguments(file));
      builder.environment().put(Guide.NOTEBOOK, file.toAbsolutePath().toString());
      if (stored) {
        builder.environment().put(STILL_FIGURES, "true");
      }
      int code = ChildProcess.run(builder, log);
      console.end();
      if (code != 0) {
        throw failure(name, sources, log);
      }
    }
    notebook.takeOutputs(NotebookFile.read(scratch.resolve("executed.ipynb")));
    double seconds = (System.nanoTime() - start) / 1e9;
    System.out.printf(Locale.ROOT, "%s: executed in %.1f s%n", name, seconds);
    return notebook;
  }

  private List<String> arguments(Path file) throws IOException {
    Files.createDirectories(scratch);
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
        file.toAbsolutePath().toString());
  }

  private RuntimeException failure(String name, List<String> sources, NbconvertLog log) {
    if (log.cells() == 0) {
      return new UserError(
          "%s cannot be run by the kernel %s (%s).".formatted(name, jupyter.kernel(), log.error()));
    }
    return new FailedCell(
        "%s: cell [%d] failed:%n%n%s%n%n%s"
            .formatted(
                name,
                log.cells(),
                sources.get(log.cells() - 1).indent(4).stripTrailing(),
                log.error()));
  }

  /** A cell that failed: the notebook's name, the cell's number, its source, and its error. */
  static final class FailedCell extends RuntimeException {
    private static final long serialVersionUID = 1L;

    FailedCell(String message) {
      super(message);
    }
  }
}
