package org.onenip.lab;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.onenip.support.ChildProcess;
import org.onenip.support.LastLines;
import org.onenip.support.ProgressListener;
import org.onenip.support.Reasons;
import org.onenip.support.UserError;

/**
 * Python packages for one purpose, in a folder of their own: made once, with the network or of the
 * project's wheels; made again when the requirements change. The user's own Python installation
 * stays as it is.
 */
public final class PythonEnvironment {
  private static final int LINES_SHOWN = 12;

  private final String purpose;
  private final Path folder;
  private final Path requirements;
  private final Path constraints;
  private final Optional<Path> wheels;
  private final Path stamp;

  /**
   * Describes it; {@link #make} makes it.
   *
   * @param purpose for messages: {@code the notebooks' Python environment … about a minute}
   * @param folder where it will lie
   * @param requirements the top-level packages, each with its version
   * @param constraints the versions of all further packages
   * @param wheels a folder of all packages; if it is there, the network is not asked
   */
  public PythonEnvironment(
      String purpose, Path folder, Path requirements, Path constraints, Optional<Path> wheels) {
    this.purpose = purpose;
    this.folder = folder;
    this.requirements = requirements;
    this.constraints = constraints;
    this.wheels = wheels;
    this.stamp = folder.resolve("made-of.txt");
  }

  /** The notebooks'. */
  public PythonEnvironment(Project project) {
    this(
        "the notebooks' Python environment, which takes about a minute,",
        project.lab().resolve("python"),
        project.requirements(),
        project.constraints(),
        Optional.of(project.wheels()));
  }

  /** Where it lies. */
  Path folder() {
    return folder;
  }

  /** Its interpreter. */
  public Path python() {
    return folder.resolve(windows() ? "Scripts/python.exe" : "bin/python");
  }

  /** Where it keeps what it shares with Jupyter, kernels among it. */
  public Path share() {
    return folder.resolve("share/jupyter");
  }

  /**
   * Its interpreter with these arguments; whatever else the user has set for Python is left out.
   */
  public ProcessBuilder process(List<String> arguments) {
    var builder = new ProcessBuilder(ChildProcess.joined(List.of(python().toString()), arguments));
    builder.environment().keySet().removeIf(name -> name.startsWith("PYTHON"));
    builder.environment().put("PYTHONUTF8", "1"); // we read and write UTF-8 on any system
    return builder;
  }

  private static boolean windows() {
    return File.separatorChar == '\\';
  }

  /** Whether it is whole and was made of the requirements as they are now. */
  public boolean upToDate() {
    try {
      return Files.exists(python())
          && Files.exists(stamp)
          && Files.readString(stamp).equals(ingredients());
    } catch (IOException e) {
      return false;
    }
  }

  /** All on which it depends; it cannot be moved, so its place is among this. */
  private String ingredients() throws IOException {
    return "# in %s%n".formatted(folder)
        + Files.readString(requirements)
        + Files.readString(constraints);
  }

  /**
   * Makes it, unless it is up to date; what an interrupted call left behind is removed first.
   *
   * @param interpreter finds the Python to make it with
   * @param listener hears of the packages
   * @throws UserError if Python refuses, or a package cannot be fetched
   */
  public void make(Supplier<Python> interpreter, ProgressListener listener) {
    if (upToDate()) {
      return;
    }
    var python = interpreter.get();
    System.err.println(
        "Making %s in %s (once, %s)."
            .formatted(purpose, folder, packed() ? "of the packed wheels" : "with the network"));
    try {
      remove();
      makeEmpty(python);
      install(listener);
      seal();
    } catch (IOException e) {
      throw new UserError(
          "%s cannot be written (%s); check the folder and the free space."
              .formatted(folder, Reasons.of(e)),
          e);
    }
  }

  /** Marks it as whole. */
  public void seal() throws IOException {
    Files.writeString(stamp, ingredients());
  }

  private void makeEmpty(Python python) throws IOException {
    var said = new LastLines(LINES_SHOWN);
    var command = ChildProcess.joined(python.command(), List.of("-m", "venv", folder.toString()));
    if (ChildProcess.run(new ProcessBuilder(command), said) != 0) {
      System.err.println(said);
      throw new UserError(
          "%s cannot make an environment in %s: install its modules venv and pip, or name another with --python."
              .formatted(python, folder));
    }
  }

  private void install(ProgressListener listener) throws IOException {
    var said = new LastLines(LINES_SHOWN);
    var packages = Files.readAllLines(constraints);
    packages.removeIf(line -> line.startsWith("#"));
    var builder = process(pipArguments());
    builder.environment().put("PIP_USER", "0");
    listener.begin("packages", packages.size());
    try {
      int code = ChildProcess.run(builder, said.andThen(new PipProgress(listener)));
      if (code != 0) {
        System.err.println(said);
        throw new UserError(
            packed()
                ? "%s lacks packages for this Python; take one of the versions that were packed (--python), or remove the folder and use the network."
                    .formatted(wheels.orElseThrow())
                : "pip could not install what %s asks for; the network is needed this once, not afterwards: connect and try again."
                    .formatted(requirements));
      }
    } finally {
      listener.end();
    }
  }

  /** Whether the packages lie in the project already, as {@code lib/pack-workshop} leaves them. */
  private boolean packed() {
    return wheels.filter(Files::isDirectory).isPresent();
  }

  List<String> pipArguments() {
    var arguments = new ArrayList<>(List.of("-m", "pip", "install", "--no-cache-dir"));
    arguments.addAll(List.of("--disable-pip-version-check", "--progress-bar=off"));
    if (packed()) {
      arguments.addAll(List.of("--no-index", "--find-links=" + wheels.orElseThrow()));
    }
    arguments.addAll(List.of("-r", requirements.toString()));
    arguments.addAll(List.of("-c", constraints.toString()));
    return arguments;
  }

  private void remove() throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (var all = Files.walk(folder)) {
      for (var path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  /** Follows pip by its output: it names each package before it fetches it, or its packed file. */
  private static final class PipProgress implements Consumer<String> {
    private final ProgressListener listener;
    private int packages;

    PipProgress(ProgressListener listener) {
      this.listener = listener;
    }

    @Override
    public void accept(String line) {
      if (line.startsWith("Collecting ")) {
        listener.progress(++packages, line.split("[ =<>!~]")[1]);
      } else if (line.startsWith("Processing ")) {
        var file = line.substring(Math.max(line.lastIndexOf('/'), line.lastIndexOf('\\')) + 1);
        listener.progress(++packages, file.split("-")[0]);
      } else if (line.startsWith("Installing collected")) {
        listener.progress(packages, "unpacking");
      }
    }
  }
}
