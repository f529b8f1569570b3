package org.onenip.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;
import org.onenip.lab.NotebookFile;

/** The notebooks and their solutions as they are committed. */
class NotebooksTest {
  private static final Path NOTEBOOKS = Path.of("notebooks");
  private static final Path SOLUTIONS = Path.of("docs", "solutions");
  private static final long LARGEST = 1_500_000;
  private static final int MOST_LINES = 20;
  private static final Pattern ANSWER = Pattern.compile("(answer\\d+) = (.+?);");
  private static final String CHECK = "show(Exercise.check()";
  private static final Pattern EXERCISE = Pattern.compile("(?m)^\\d\\. (.+)$");

  private static List<Path> notebooks(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".ipynb")).sorted().toList();
    }
  }

  private static Stream<JsonObject> cells(Path file, String type) throws IOException {
    var cells = JsonParser.parseString(Files.readString(file)).getAsJsonObject().get("cells");
    return StreamSupport.stream(cells.getAsJsonArray().spliterator(), false)
        .map(cell -> cell.getAsJsonObject())
        .filter(cell -> cell.get("cell_type").getAsString().equals(type));
  }

  private static String source(JsonObject cell) {
    var source = cell.get("source");
    return source.isJsonArray()
        ? StreamSupport.stream(source.getAsJsonArray().spliterator(), false)
            .map(line -> line.getAsString())
            .reduce("", String::concat)
        : source.getAsString();
  }

  private static DynamicTest test(Path file, Executable check) {
    return DynamicTest.dynamicTest(file.getFileName().toString(), check);
  }

  @TestFactory
  Stream<DynamicTest> everyNotebookIsFitToBeCommitted() throws IOException {
    assertFalse(notebooks(NOTEBOOKS).isEmpty());
    return Stream.concat(notebooks(NOTEBOOKS).stream(), notebooks(SOLUTIONS).stream())
        .map(file -> test(file, () -> check(file)));
  }

  private static void check(Path file) throws IOException {
    assertTrue(Files.size(file) < LARGEST, "it has %d bytes".formatted(Files.size(file)));
    assertTrue(
        NotebookFile.read(file).upToDate(),
        "its cells were changed after they were run: lib/onenip lab --execute " + file);
    int run = 0;
    for (var cell : cells(file, "code").toList()) {
      var source = source(cell);
      assertTrue(source.strip().lines().count() <= MOST_LINES, "a long cell:\n" + source);
      assertEquals(++run, cell.get("execution_count").getAsInt(), "run out of order:\n" + source);
      for (var output : cell.getAsJsonArray("outputs")) {
        var kind = output.getAsJsonObject().get("output_type").getAsString();
        assertNotEquals("error", kind, "a stored error of:\n" + source);
        assertFalse(output.toString().contains("PACKED"), "plotly.js is stored");
      }
    }
    assertTrue(run >= 5, "it has %d code cells".formatted(run));
  }

  @TestFactory
  Stream<DynamicTest> everyExerciseIsSolvedAsItsNotebookChecksIt() throws IOException {
    return notebooks(NOTEBOOKS).stream().map(file -> test(file, () -> checkSolution(file)));
  }

  private static void checkSolution(Path notebook) throws IOException {
    var name = notebook.getFileName().toString().replace(".ipynb", "_solutions.ipynb");
    var solution = SOLUTIONS.resolve(name);
    assertTrue(Files.exists(solution), "there is no " + solution);
    var text = cells(solution, "markdown").map(NotebooksTest::source).collect(Collectors.joining());
    EXERCISE
        .matcher(
            cells(notebook, "markdown")
                .map(NotebooksTest::source)
                .filter(s -> s.contains("## Exercises"))
                .findFirst()
                .orElseThrow())
        .results()
        .forEach(e -> assertTrue(text.contains(e.group(1)), "it does not repeat: " + e.group(1)));
    var asked = source(checkCell(notebook));
    var answered = checkCell(solution);
    assertEquals(selfCheck(asked), selfCheck(source(answered)), "another self-check");
    var answers = answers(source(answered));
    assertEquals(answers(asked).keySet(), answers.keySet());
    assertFalse(answers.containsValue("null"), answers.toString());
    var shown = answered.getAsJsonArray("outputs").toString();
    assertEquals(answers.size(), shown.chars().filter(c -> c == '✓').count(), shown);
  }

  /** The expressions that stand for the answers, by variable. */
  private static Map<String, String> answers(String source) {
    return ANSWER
        .matcher(source)
        .results()
        .collect(Collectors.toMap(answer -> answer.group(1), answer -> answer.group(2)));
  }

  private static String selfCheck(String source) {
    int start = source.indexOf(CHECK);
    return source.substring(start, source.indexOf(".html());", start));
  }

  private static JsonObject checkCell(Path file) throws IOException {
    return cells(file, "code")
        .filter(cell -> source(cell).contains(CHECK))
        .findFirst()
        .orElseThrow();
  }
}
