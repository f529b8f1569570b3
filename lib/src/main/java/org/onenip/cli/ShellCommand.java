package org.onenip.cli;

import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import jdk.jshell.tool.JavaShellToolBuilder;
import org.onenip.engine.EngineFolder;
import org.onenip.plug.ScriptPlug;
import org.onenip.support.ClassPath;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "shell",
    mixinStandardHelpOptions = true,
    description = {
      "Opens JShell with the whole library imported, or runs JShell files.",
      "Files of Java alone that end with /exit, or where nobody types, run without JShell's prompt: what"
          + " does not compile, or throws, ends in one sentence and exit code 2."
    },
    footer = {
      "",
      "Examples:",
      "  onenip shell",
      "  jshell> var lite2 = Backbones.load(\"lite2\", Device.cpu())",
      "  onenip shell measure.jsh"
    })
final class ShellCommand implements Callable<Integer> {
  private static final Pattern EXIT = Pattern.compile("(?m)^/exit\\b");

  /** JShell's own commands but the end; our engine takes Java alone. */
  private static final Pattern COMMAND = Pattern.compile("(?m)^/(?!exit\\b)[a-z!?-]");

  /** Tells of a folder that it makes at JShell's first start; held, else it would be forgotten. */
  private static final Logger PREFERENCES = Logger.getLogger("java.util.prefs");

  @Parameters(paramLabel = "FILE", description = "Files of cells to run.")
  private List<Path> files = new ArrayList<>();

  @Override
  public Integer call() throws Exception {
    var texts = new LinkedHashMap<String, String>();
    files.forEach(file -> texts.put("script " + file, ScriptPlug.read("script", file)));
    boolean ends = texts.values().stream().anyMatch(text -> EXIT.matcher(text).find());
    boolean plain = texts.values().stream().noneMatch(text -> COMMAND.matcher(text).find());
    if (!texts.isEmpty() && plain && (ends || !Terminal.typed())) {
      if (!ends) { // what would be typed is in a pipe
        texts.put("standard input", new String(System.in.readAllBytes(), Charset.defaultCharset()));
      }
      ScriptPlug.run(texts);
      return 0;
    }
    return interactive();
  }

  private int interactive() throws Exception {
    PREFERENCES.setLevel(Level.OFF);
    var startup = Files.createTempFile("onenip", ".jsh");
    try (var in = ScriptPlug.class.getResourceAsStream("startup.jsh")) {
      Files.write(startup, in.readAllBytes());
      var arguments = new ArrayList<String>();
      arguments.addAll(List.of("--class-path", ClassPath.ours()));
      arguments.addAll(List.of("--startup", "DEFAULT", "--startup", startup.toString()));
      arguments.add("-R-Djava.awt.headless=true");
      EngineFolder.option().ifPresent(option -> arguments.add("-R" + option));
      files.forEach(file -> arguments.add(file.toString()));
      return JavaShellToolBuilder.builder().start(arguments.toArray(String[]::new));
    } finally {
      Files.deleteIfExists(startup);
    }
  }
}
