package org.onenip.cli;

import org.onenip.data.Layouts;
import picocli.CommandLine.Command;

@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    description = "Says what --data understands.",
    footer = {"", "Example:", "  onenip data list"})
final class DataListCommand implements Runnable {
  @Override
  public void run() {
    System.out.println("A folder's layout is found out, in this order; LAYOUT:DIR tells it:");
    for (var layout : Layouts.ALL) {
      System.out.printf(
          "  %-8s %s%n           %s%n", layout.name(), layout.description(), layout.example());
    }
    System.out.println(
        """
        Several become one, with classes called SET/CLASS and a mean of each set in the report:
          --data mvtec,btad,visa
          --data parts=DIR --data boards=OTHER
        Where each is had, and its licence: datasets/README.md""");
  }
}
