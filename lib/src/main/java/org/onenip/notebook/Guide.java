package org.onenip.notebook;

import java.io.PrintStream;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.EvalException;
import jdk.jshell.JShell;
import jdk.jshell.Snippet.Status;
import jdk.jshell.SnippetEvent;
import jdk.jshell.UnresolvedReferenceException;

/**
 * Stands beside a notebook's cells and says what to do where one fails for a reason that the error
 * does not tell: a cell above was skipped, a later cell has closed what this one uses, the memory
 * is used up. The kernel's start-up script installs it.
 */
public final class Guide {
  /** The environment variable in which Jupyter's server names the notebook to a kernel. */
  public static final String NOTEBOOK = "JPY_SESSION_NAME";

  private static final String SKIPPED =
      "`%s` comes from %s, which has not run yet: run it first, or choose Run ▸ Run All Above Selected Cell.";

  private static final String SOMEWHERE =
      "`%s` is not known yet: if a cell above makes it, run that first, or choose Run ▸ Run All Above Selected Cell.";

  private static final String UNFINISHED =
      "`%s` is still null: %s, which makes it, did not come to its end; run it again first.";

  /** Java's own explanation, where it is a variable of the notebook that is null. */
  private static final Pattern NULL =
      Pattern.compile("because \"REPL\\.\\$JShell\\$\\w+\\.([^\".]+)\" is null");

  private static final Pattern NAME = Pattern.compile("[\\p{L}_$][\\p{L}\\p{N}_$]*");

  private final JShell shell;
  private final Supplier<Cells> cells;
  private final Supplier<PrintStream> page;

  /**
   * A guide that does not listen yet.
   *
   * @param cells those of the notebook, as they are when asked for
   * @param page where to speak, as it is when spoken to: kernels exchange the standard streams
   */
  Guide(JShell shell, Supplier<Cells> cells, Supplier<PrintStream> page) {
    this.shell = shell;
    this.cells = cells;
    this.page = page;
  }

  /**
   * Watches over the cells of a kernel, whose class we do not know: all that counts is that it, or
   * something that it holds, holds a JShell. Without one, nothing is watched and nothing is said.
   */
  public static void watch(Object kernel) {
    var notebook = System.getenv(NOTEBOOK);
    shell(kernel, 2)
        .ifPresent(
            shell ->
                new Guide(
                        shell,
                        () -> Cells.of(Path.of(notebook == null ? "" : notebook)),
                        () -> System.err)
                    .listen());
  }

  void listen() {
    shell.onSnippetEvent(
        event -> {
          try {
            advice(event).ifPresent(sentence -> page.get().println(sentence));
          } catch (RuntimeException e) {
            // the error itself is what counts; it follows
          }
        });
  }

  private Optional<String> advice(SnippetEvent event) {
    if (event.causeSnippet() != null) {
      return Optional.empty(); // what a new definition does to earlier ones
    }
    if (event.exception() instanceof UnresolvedReferenceException unresolved) {
      return missing(unresolved(unresolved.getSnippet()), event);
    }
    if (event.exception() instanceof EvalException thrown) {
      return Trouble.in(texts(thrown)).map(Trouble::advice).or(() -> unfinished(thrown, event));
    }
    if (event.status() == Status.REJECTED) {
      return missing(rejected(event), event);
    }
    if (event.status() == Status.RECOVERABLE_NOT_DEFINED) {
      return missing(unresolved((DeclarationSnippet) event.snippet()), event);
    }
    return Optional.empty();
  }

  /** The names that the compiler does not know; members of what it knows are none of ours. */
  private Set<String> rejected(SnippetEvent event) {
    var source = event.snippet().source();
    var names = new LinkedHashSet<String>();
    shell
        .diagnostics(event.snippet())
        .filter(diagnostic -> diagnostic.getStartPosition() >= 0)
        .forEach(
            diagnostic -> {
              int start = (int) diagnostic.getStartPosition();
              var span = source.substring(start, (int) diagnostic.getEndPosition());
              if (diagnostic.getCode().startsWith("compiler.err.cant.resolve")) {
                names.add(span);
              } else if (diagnostic.getCode().startsWith("compiler.err.doesnt.exist")) {
                names.add(span.split("\\.")[0]); // a class of which it takes a nested one
              }
            });
    names.removeIf(name -> !NAME.matcher(name).matches());
    return names;
  }

  /** Each is told as {@code variable a}, {@code method b(int)} or {@code class C}. */
  private Set<String> unresolved(DeclarationSnippet snippet) {
    var names = new LinkedHashSet<String>();
    shell
        .unresolvedDependencies(snippet)
        .map(text -> NAME.matcher(text.substring(text.indexOf(' ') + 1)))
        .filter(Matcher::lookingAt)
        .forEach(name -> names.add(name.group()));
    return names;
  }

  /** Of the first name that another cell makes; a name that no cell makes is the reader's own. */
  private Optional<String> missing(Set<String> names, SnippetEvent event) {
    if (names.isEmpty()) {
      return Optional.empty();
    }
    var notebook = cells.get();
    if (notebook.isEmpty()) {
      return Optional.of(SOMEWHERE.formatted(names.iterator().next()));
    }
    var source = event.snippet().source();
    return names.stream()
        .flatMap(
            name ->
                notebook.making(name, source, shell.sourceCodeAnalysis()).stream()
                    .map(cell -> SKIPPED.formatted(name, cell.place())))
        .findFirst();
  }

  /** A variable is there, but null, where its cell was interrupted or failed while it made it. */
  private Optional<String> unfinished(EvalException thrown, SnippetEvent event) {
    var variable = NULL.matcher(String.valueOf(thrown.getMessage()));
    if (!variable.find()) {
      return Optional.empty();
    }
    var name = variable.group(1);
    return cells
        .get()
        .making(name, event.snippet().source(), shell.sourceCodeAnalysis())
        .map(cell -> UNFINISHED.formatted(name, cell.place()));
  }

  private static List<String> texts(EvalException thrown) {
    var texts = new ArrayList<String>();
    for (Throwable at = thrown; at != null; at = at.getCause()) {
      var name =
          at instanceof EvalException e ? e.getExceptionClassName() : at.getClass().getName();
      texts.add(name + ": " + at.getMessage());
    }
    return texts;
  }

  private static Optional<JShell> shell(Object holder, int depth) {
    if (holder instanceof JShell shell) {
      return Optional.of(shell);
    }
    if (holder == null || depth < 0) {
      return Optional.empty();
    }
    for (Class<?> type = holder.getClass(); type != Object.class; type = type.getSuperclass()) {
      for (var field : type.getDeclaredFields()) {
        try {
          if (Modifier.isStatic(field.getModifiers()) || !field.trySetAccessible()) {
            continue;
          }
          var found = shell(field.get(holder), depth - 1);
          if (found.isPresent()) {
            return found;
          }
        } catch (IllegalAccessException | RuntimeException e) {
          // not a field for us
        }
      }
    }
    return Optional.empty();
  }
}
