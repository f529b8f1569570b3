package org.onenip.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.onenip.lab.HtmlPages;
import org.onenip.lab.JavaKernel;
import org.onenip.lab.Jupyter;
import org.onenip.lab.NotebookRunner;
import org.onenip.lab.Project;
import org.onenip.lab.Python;
import org.onenip.lab.PythonEnvironment;
import org.onenip.support.UserError;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "lab",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Opens the notebooks in JupyterLab with the Java kernel, or runs them on their own.",
      "It needs Python 3.9 or newer; the first call fetches Jupyter into the project's "
          + "folder .lab, later ones need no network. Nothing else on this computer is changed. "
          + "The exit code is 1 when a cell fails."
    },
    footer = {
      "",
      "Examples:",
      "  onenip lab",
      "  onenip lab --execute",
      "  onenip lab --html pages notebooks/00_start.ipynb"
    })
final class LabCommand implements Callable<Integer> {
  private static final int FAILED_CELL = 1;

  @Parameters(
      paramLabel = "FILE",
      description = "Notebooks to run; without any, all of notebooks/ in the order of their names.")
  private List<Path> files = new ArrayList<>();

  @Option(
      names = "--execute",
      description =
          "Run notebooks and store their outputs in them; stop at the first failing cell.")
  private boolean execute;

  @Option(names = "--check", description = "Run notebooks, but leave the files as they are.")
  private boolean check;

  @Option(
      names = "--twice",
      description =
          "With --check: run all cells, then all again in the same kernel, as a reader does who goes"
              + " through a page twice; print the kernel's peak memory (Linux).")
  private boolean twice;

  @Option(
      names = "--html",
      paramLabel = "DIR",
      description =
          "Run notebooks and write them as pages into this folder, MathJax beside them; figures are"
              + " interactive unless --execute is given too.")
  private Path html;

  @Option(
      names = "--port",
      defaultValue = "8888",
      description = "Where JupyterLab listens, or the next free one. Default: ${DEFAULT-VALUE}")
  private int port;

  @Option(names = "--no-browser", description = "Print JupyterLab's address, open no browser.")
  private boolean noBrowser;

  @Option(
      names = "--python",
      paramLabel = "FILE",
      description = "The Python to make the environment with; python3 of the path by default.")
  private String python;

  @Option(
      names = "--kernel",
      hidden = true,
      defaultValue = JavaKernel.NAME,
      description = "Another kernel in .lab/python to run the notebooks with.")
  private String kernel;

  @Override
  public Integer call() throws IOException {
    var project = Project.find();
    boolean run = execute || check || html != null;
    if (!run && !files.isEmpty()) {
      throw new UserError(
          "%s is neither run nor opened; add --execute, --check or --html."
              .formatted(files.get(0)));
    }
    if (twice && (!check || html != null)) {
      throw new UserError("--twice goes with --check alone.");
    }
    var notebooks = run ? notebooks(project) : List.<Path>of();
    var environment = new PythonEnvironment(project);
    try (var console = new Console()) {
      environment.make(() -> Python.find(python, Python::version), console);
      new JavaKernel(environment).describe();
      if (run) {
        return run(notebooks, environment, project, console);
      }
    }
    return new Jupyter(project, environment, kernel).lab(port, !noBrowser);
  }

  private int run(
      List<Path> notebooks, PythonEnvironment environment, Project project, Console console)
      throws IOException {
    var jupyter = new Jupyter(project, environment, kernel);
    var scratch = project.lab().resolve("run");
    boolean stored = execute && !check;
    var runner = new NotebookRunner(jupyter, scratch, stored, console);
    var pages = html == null ? null : new HtmlPages(jupyter, environment, html, scratch);
    for (var file : notebooks) {
      try {
        if (twice) {
          runner.runTwice(file);
          continue;
        }
        var notebook = runner.run(file);
        if (stored) {
          notebook.write(file);
        }
        if (pages != null) {
          pages.write(notebook, file);
        }
      } catch (NotebookRunner.FailedCell e) {
        System.err.println("onenip: " + e.getMessage());
        return FAILED_CELL;
      }
    }
    return 0;
  }

  /** The files named, which may be names in {@code notebooks/}; or all that are there. */
  private List<Path> notebooks(Project project) throws IOException {
    if (files.isEmpty()) {
      try (var all = Files.list(project.notebooks())) {
        var found = all.filter(file -> file.toString().endsWith(".ipynb")).sorted().toList();
        if (found.isEmpty()) {
          throw new UserError("%s holds no .ipynb file.".formatted(project.notebooks()));
        }
        return found;
      }
    }
    return files.stream()
        .map(file -> Files.exists(file) ? file : project.notebooks().resolve(file))
        .map(
            file -> {
              if (!Files.isRegularFile(file)) {
                throw new UserError("There is no notebook %s; check the name.".formatted(file));
              }
              return file;
            })
        .toList();
  }
}
