package org.onenip.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import java.util.logging.Logger;
import jdk.jshell.tool.JavaShellToolBuilder;
import org.onenip.engine.EngineFolder;
import org.onenip.plug.ScriptPlug;
import org.onenip.support.ClassPath;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "shell",
    mixinStandardHelpOptions = true,
    description = "Opens JShell with the whole library imported, or runs JShell files.",
    footer = {
      "",
      "Examples:",
      "  onenip shell",
      "  jshell> var lite2 = Backbones.load(\"lite2\", Device.cpu())",
      "  onenip shell measure.jsh"
    })
final class ShellCommand implements Callable<Integer> {
  /** Tells of a folder that it makes at JShell's first start; held, else it would be forgotten. */
  private static final Logger PREFERENCES = Logger.getLogger("java.util.prefs");

  @Parameters(paramLabel = "FILE", description = "Files of cells to run.")
  private List<Path> files = new ArrayList<>();

  @Override
  public Integer call() throws Exception {
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
