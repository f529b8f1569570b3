package org.onenip.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Every command that a page shows exists, with every option that it is shown with. */
class DocumentedCommandsTest {
  /**
   * Documented ahead of its merge, and the only exceptions: a command, or a command and its option.
   * Take out what is merged; the set is to be empty.
   */
  private static final Set<String> NOT_MERGED_YET = Set.of();

  private static final Pattern FENCED = Pattern.compile("(?ms)^```\\w*\\n(.*?)^```$");
  private static final Pattern COMMAND = Pattern.compile("lib/onenip ([^#&|\\n]+)");

  @TestFactory
  Stream<DynamicTest> pagesShowRealCommands() throws IOException {
    var pages = new ArrayList<>(List.of(Path.of("README.md"), Path.of("datasets/README.md")));
    try (var docs = Files.list(Path.of("docs"))) {
      docs.filter(file -> file.toString().endsWith(".md")).sorted().forEach(pages::add);
    }
    return pages.stream().map(page -> DynamicTest.dynamicTest(page.toString(), () -> check(page)));
  }

  private static void check(Path page) throws IOException {
    var wrong = new ArrayList<String>();
    FENCED
        .matcher(Files.readString(page))
        .results()
        .flatMap(block -> COMMAND.matcher(block.group(1)).results())
        .forEach(found -> wrong.addAll(unknown(found.group(1).strip())));
    assertEquals(List.of(), wrong);
  }

  /** What the command line does not know of a command that a page shows. */
  private static List<String> unknown(String shown) {
    var words = List.of(shown.split("\\s+"));
    var command = new CommandLine(Main.class);
    int next = 0;
    while (next < words.size() && command.getSubcommands().containsKey(words.get(next))) {
      command = command.getSubcommands().get(words.get(next++));
    }
    if (next == 0) {
      return pending(words.get(0)) ? List.of() : List.of(words.get(0));
    }
    var spec = command.getCommandSpec();
    return words.subList(next, words.size()).stream()
        .filter(word -> word.startsWith("--"))
        .map(word -> word.replaceFirst("=.*", ""))
        .filter(option -> spec.findOption(option) == null)
        .map(option -> spec.name() + " " + option)
        .filter(option -> !pending(option))
        .toList();
  }

  private static boolean pending(String name) {
    return NOT_MERGED_YET.contains(name);
  }

  @Test
  void whatDoesNotExistIsFound() {
    assertEquals(List.of("trian"), unknown("trian --data mvtec"));
    assertEquals(List.of("evaluate --rnu"), unknown("evaluate --rnu runs/a --data mvtec"));
    assertTrue(unknown("data check mvtec --json check.json").isEmpty());
  }

  /** The list of all commands shows the first paragraph of each alone. */
  @Test
  void everyCommandBeginsWithAWholeSentence() {
    var commands = Main.class.getAnnotation(Command.class).subcommands();
    assertTrue(commands.length > 5);
    for (var command : commands) {
      var first = command.getAnnotation(Command.class).description()[0];
      assertTrue(first.endsWith("."), command.getSimpleName() + ": " + first);
    }
  }
}
