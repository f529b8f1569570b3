package org.onenip.cli;

import org.onenip.engine.EngineFolder;
import org.onenip.engine.EngineThreads;
import org.onenip.support.LibraryVersion;
import org.onenip.support.UserError;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line: {@code onenip COMMAND …}; without a command it runs {@code demo}. */
@Command(
    name = "onenip",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Versions.class,
    description = {
      "Finds anomalies in images of many product classes, guided by one normal image of each.",
      "Without a command: demo."
    },
    footer = {
      "",
      "Examples:",
      "  onenip demo",
      "  onenip train --data DATA --preset small --run runs/first",
      "  onenip evaluate --run runs/first --data DATA --out runs/first",
      "Each command explains itself: onenip COMMAND --help"
    },
    subcommands = {
      DemoCommand.class,
      TrainCommand.class,
      EvaluateCommand.class,
      AblateCommand.class,
      CompareCommand.class,
      PredictCommand.class,
      ImportCommand.class,
      DataCommand.class,
      ExportCommand.class,
      MapsCommand.class,
      BenchCommand.class,
      LabCommand.class,
      ShellCommand.class
    })
public final class Main {
  private Main() {}

  /** What {@code --version} prints. */
  static final class Versions implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"onenip " + LibraryVersion.current()};
    }
  }

  /** Runs a command and leaves with its exit code: 0, 2 for a mistake of the user's, 1 for ours. */
  public static void main(String[] args) {
    int code = run(args.length == 0 ? new String[] {"demo"} : args);
    System.out.flush();
    // a clean end needs no exit: Maven's JVM, in which we may run, reports success itself
    if (code != 0) {
      System.exit(code);
    }
  }

  /** Runs a command and returns its exit code; also for JShell, which must not exit. */
  public static int run(String... args) {
    System.setProperty("OPT_OUT_TRACKING", "true"); // DJL would report its start over the network
    var command =
        new CommandLine(new Main())
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setParameterExceptionHandler((e, arguments) -> Faults.report(e))
            .setExecutionExceptionHandler((e, failed, parsed) -> report(e, failed));
    try {
      EngineFolder.keepPrivate();
      EngineThreads.waitWhenIdle();
      return command.execute(args);
    } catch (UserError | OutOfMemoryError | StackOverflowError e) { // the latter pass picocli by
      return Faults.report(e, command).orElseThrow();
    }
  }

  private static int report(Exception e, CommandLine command) throws Exception {
    var code = Faults.report(e, command);
    if (code.isEmpty()) {
      throw e;
    }
    return code.get();
  }
}
