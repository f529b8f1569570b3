package org.onenip.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "data",
    mixinStandardHelpOptions = true,
    description = "Checks data sets, and says which ones are understood.",
    footer = {"", "Examples:", "  onenip data list", "  onenip data check mvtec"},
    subcommands = {DataCheckCommand.class, DataListCommand.class})
final class DataCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "Which of them: onenip data check, or onenip data list?");
  }
}
