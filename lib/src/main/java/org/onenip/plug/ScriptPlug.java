package org.onenip.plug;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.Diag;
import jdk.jshell.EvalException;
import jdk.jshell.JShell;
import jdk.jshell.JShellException;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import org.onenip.support.ClassPath;
import org.onenip.support.Reasons;
import org.onenip.support.Resources;
import org.onenip.support.TextFile;
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

  private static final String STARTUP = "startup.jsh";

  /** Blanks and comments. */
  private static final Pattern GAP = Pattern.compile("(?s)(?:\\s++|//[^\\n]*+|/\\*.*?\\*/)*+");

  private final String name;
  private final String text;
  private final JShell shell;
  private final AtomicReference<ScriptPlug> running;

  /** The snippets, and where each begins in the text. */
  private final Map<Snippet, Integer> begins = new LinkedHashMap<>();

  private int at;

  private ScriptPlug(String name, String text, JShell shell, AtomicReference<ScriptPlug> running) {
    this.name = name;
    this.text = text;
    this.shell = shell;
    this.running = running;
  }

  /**
   * In this process, with JShell's own imports.
   *
   * @param running the script that runs, by whose lines snippets are called
   */
  private static JShell shell(AtomicReference<ScriptPlug> running) {
    var shell =
        JShell.builder()
            .executionEngine(new InOwnProcess(), Map.of())
            .compilerOptions("--class-path", ClassPath.ours())
            .idGenerator(
                (snippet, number) -> running.get() == null ? "" + number : running.get().id())
            .build();
    USUAL_IMPORTS.forEach(name -> shell.eval("import %s;".formatted(name)));
    return shell;
  }

  /**
   * Runs the file.
   *
   * @throws UserError if it cannot be read or compiled, or throws an exception
   */
  public static void load(Path file) {
    var text = read("plug", file);
    var running = new AtomicReference<ScriptPlug>();
    try (var shell = shell(running)) {
      Resources.text(ScriptPlug.class, STARTUP)
          .lines()
          .filter(line -> line.startsWith("import "))
          .forEach(shell::eval);
      new ScriptPlug("plug " + file, text, shell, running).run();
    }
  }

  /**
   * Runs scripts one after the other, as {@code onenip shell} would: each may use what those before
   * it have declared, and all that the shell begins with.
   *
   * @param texts by the names that errors call them
   * @return whether one of them ended with {@code /exit}; those after it were left out
   * @throws UserError if one cannot be compiled, or throws an exception
   */
  public static boolean run(Map<String, String> texts) {
    var running = new AtomicReference<ScriptPlug>();
    try (var shell = shell(running)) {
      var startup = Resources.text(ScriptPlug.class, STARTUP);
      new ScriptPlug(STARTUP, startup, shell, running).run();
      return texts.entrySet().stream()
          .anyMatch(
              script -> new ScriptPlug(script.getKey(), script.getValue(), shell, running).run());
    }
  }

  /**
   * A script's text.
   *
   * @param what it is, for messages
   * @throws UserError if it cannot be read
   */
  public static String read(String what, Path file) {
    try {
      return TextFile.read(file);
    } catch (IOException e) {
      throw new UserError("The %s %s cannot be read (%s).".formatted(what, file, Reasons.of(e)), e);
    }
  }

  /** Of the snippet that is evaluated; stack traces show it. */
  private String id() {
    return "%s@%d".formatted(name.substring(name.lastIndexOf(File.separatorChar) + 1), line(at));
  }

  /** Whether it ended by itself. */
  private boolean run() {
    running.set(this);
    boolean ended = false;
    for (at = afterGap(0); at < text.length() && !ended; ) {
      var rest = text.substring(at);
      if (rest.startsWith("/exit")) {
        ended = true;
        continue;
      }
      if (rest.startsWith("/")) {
        throw error(at, "JShell's commands do not work here, only Java does");
      }
      var snippet = shell.sourceCodeAnalysis().analyzeCompletion(rest);
      var source = snippet.source() == null ? rest : snippet.source(); // null: it does not end
      shell.eval(source).forEach(this::check);
      at = afterGap(text.length() - (snippet.source() == null ? 0 : snippet.remaining().length()));
    }
    refuseUnresolved();
    return ended;
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
    return new UserError("The %s fails in line %d (%s): %s.".formatted(name, line, words, message));
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
