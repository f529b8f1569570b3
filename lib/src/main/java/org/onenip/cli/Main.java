package org.onenip.cli;

import ai.djl.engine.EngineException;
import java.util.concurrent.CancellationException;
import java.util.regex.Pattern;
import org.onenip.detect.TrainingStopped;
import org.onenip.engine.EngineThreads;
import org.onenip.support.LibraryVersion;
import org.onenip.support.UserError;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;

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
  private static final int USER_ERROR = 2;
  private static final int INTERRUPTED = 130;

  /** What the engine says where the system or the GPU has no memory left for it. */
  private static final Pattern NO_ROOM =
      Pattern.compile("not enough memory|can't allocate memory|out of memory");

  private static final String NO_MEMORY =
      "There is not enough memory for this: take smaller images, batches or models, or give Java more, for example ONENIP_JAVA_OPTIONS=-Xmx8g.";

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
    EngineThreads.waitWhenIdle();
    var commands =
        new CommandLine(new Main())
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setParameterExceptionHandler((e, wrong) -> misspelt(e))
            .setExecutionExceptionHandler((e, command, parsed) -> report(e, command));
    try {
      return commands.execute(args);
    } catch (OutOfMemoryError e) {
      return refuse(commands, NO_MEMORY);
    } catch (StackOverflowError e) {
      return refuse(
          commands,
          "A file that was named is nested too deeply to be what it should be; check it.");
    }
  }

  /** A command line that cannot be understood. */
  private static int misspelt(ParameterException e) {
    var command = e.getCommandLine();
    var message =
        new UserError(e.getMessage()).getMessage().replaceFirst("[.:]?$", ";"); // shortened
    return refuse(
        command, "%s see %s --help.".formatted(message, command.getCommandSpec().qualifiedName()));
  }

  private static int refuse(CommandLine command, String message) {
    command.getErr().println("onenip: " + new UserError(message).getMessage());
    return USER_ERROR;
  }

  private static int report(Exception e, CommandLine command) throws Exception {
    if (e instanceof UserError) {
      return refuse(command, e.getMessage());
    }
    if (e instanceof EngineException && NO_ROOM.matcher(String.valueOf(e.getMessage())).find()) {
      return refuse(command, NO_MEMORY);
    }
    if (e instanceof TrainingStopped || e instanceof CancellationException) {
      return INTERRUPTED;
    }
    throw e;
  }
}
