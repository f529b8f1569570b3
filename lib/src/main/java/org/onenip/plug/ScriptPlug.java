package org.onenip.plug;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.Diag;
import jdk.jshell.EvalException;
import jdk.jshell.JShell;
import jdk.jshell.JShellException;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import org.onenip.support.ClassPath;
import org.onenip.support.Reasons;
import org.onenip.support.UserError;

/**
 * A file of Java for JShell given to {@code --plug}: classes, and statements that register them. It
 * may use whatever {@code onenip shell} has imported.
 */
public final class ScriptPlug {
  /** JShell's own, which {@code onenip shell} has as well. */
  private static final List<String> USUAL_IMPORTS =
      List.of(
          "java.io.*",
          "java.math.*",
          "java.net.*",
          "java.nio.file.*",
          "java.util.*",
          "java.util.concurrent.*",
          "java.util.function.*",
          "java.util.regex.*",
          "java.util.stream.*");

  /** Blanks and comments. */
  private static final Pattern GAP = Pattern.compile("(?s)(?:\\s++|//[^\\n]*+|/\\*.*?\\*/)*+");

  private final Path file;
  private final String text;
  private final JShell shell;

  /** The snippets, and where each begins in the text. */
  private final Map<Snippet, Integer> begins = new LinkedHashMap<>();

  private int at;

  private ScriptPlug(Path file, String text) {
    this.file = file;
    this.text = text;
    shell =
        JShell.builder()
            .executionEngine(new InOwnProcess(), Map.of())
            .compilerOptions("--class-path", ClassPath.ours())
            .idGenerator((snippet, number) -> "%s@%d".formatted(file.getFileName(), line(at)))
            .build();
  }

  /**
   * Runs the file.
   *
   * @throws UserError if it cannot be read or compiled, or throws an exception
   */
  public static void load(Path file) {
    String text;
    try {
      text = Files.readString(file);
    } catch (IOException e) {
      throw new UserError("The plug %s cannot be read: %s.".formatted(file, Reasons.of(e)), e);
    }
    var plug = new ScriptPlug(file, text);
    try (plug.shell) {
      imports().forEach(plug.shell::eval);
      plug.run();
    }
  }

  private static Stream<String> imports() {
    try (var in = ScriptPlug.class.getResourceAsStream("startup.jsh")) {
      var startup = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return Stream.concat(
          USUAL_IMPORTS.stream().map("import %s;"::formatted),
          startup.lines().filter(line -> line.startsWith("import ")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void run() {
    for (at = afterGap(0); at < text.length(); ) {
      var rest = text.substring(at);
      if (rest.startsWith("/exit")) {
        break;
      }
      if (rest.startsWith("/")) {
        throw error(at, "JShell's commands do not work in a plug, only Java does");
      }
      var snippet = shell.sourceCodeAnalysis().analyzeCompletion(rest);
      var source = snippet.source() == null ? rest : snippet.source(); // null: it does not end
      shell.eval(source).forEach(this::check);
      at = afterGap(text.length() - (snippet.source() == null ? 0 : snippet.remaining().length()));
    }
    refuseUnresolved();
  }

  private int afterGap(int from) {
    var gap = GAP.matcher(text).region(from, text.length());
    return gap.lookingAt() ? gap.end() : from;
  }

  private void check(SnippetEvent event) {
    var snippet = event.snippet();
    begins.putIfAbsent(snippet, at);
    if (event.status() == Snippet.Status.REJECTED) {
      refuseUnresolved(); // the cause may lie further up
      throw error(snippet, "it does not compile");
    }
    if (event.exception() != null) {
      refuseUnresolved();
      throw error(at, message(event.exception()));
    }
  }

  /** A class may come before what it uses, but all must be there in the end. */
  private void refuseUnresolved() {
    for (var snippet : begins.keySet()) {
      var status = shell.status(snippet);
      if (status == Snippet.Status.RECOVERABLE_DEFINED
          || status == Snippet.Status.RECOVERABLE_NOT_DEFINED) {
        var missing =
            shell
                .unresolvedDependencies((DeclarationSnippet) snippet)
                .collect(Collectors.joining(", "));
        throw error(snippet, "there is no " + missing);
      }
    }
  }

  /** With the compiler's first complaint, where it has one. */
  private UserError error(Snippet snippet, String otherwise) {
    int begin = begins.get(snippet);
    return shell
        .diagnostics(snippet)
        .filter(Diag::isError)
        .findFirst()
        .map(
            complaint -> {
              int skipped = Math.max(0, text.substring(begin).indexOf(snippet.source()));
              return error(
                  begin + skipped + (int) complaint.getPosition(),
                  complaint.getMessage(null).replaceAll("\\s*\\R\\s*", ", "));
            })
        .orElseGet(() -> error(begin, otherwise));
  }

  private UserError error(int position, String message) {
    int line = line(position);
    var words = text.lines().skip(line - 1).findFirst().orElse("").strip();
    return new UserError(
        "The plug %s fails in line %d (%s): %s.".formatted(file, line, words, message));
  }

  /** What was thrown; of our own errors the message alone. */
  private static String message(JShellException e) {
    var message = String.valueOf(e.getMessage()).replaceFirst("\\.$", "");
    return e instanceof EvalException thrown
            && !thrown.getExceptionClassName().equals(UserError.class.getName())
        ? thrown.getExceptionClassName() + ": " + message
        : message;
  }

  private int line(int position) {
    int end = Math.min(position, text.length());
    return 1 + (int) text.substring(0, end).chars().filter(c -> c == '\n').count();
  }
}
