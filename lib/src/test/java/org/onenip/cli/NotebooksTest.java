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
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The notebooks as they are committed. */
class NotebooksTest {
  private static final long LARGEST = 1_500_000;
  private static final int MOST_LINES = 20;

  private static List<Path> notebooks() throws IOException {
    try (var files = Files.list(Path.of("notebooks"))) {
      return files.filter(file -> file.toString().endsWith(".ipynb")).sorted().toList();
    }
  }

  private static List<JsonObject> cells(Path file) throws IOException {
    var cells = JsonParser.parseString(Files.readString(file)).getAsJsonObject().get("cells");
    return StreamSupport.stream(cells.getAsJsonArray().spliterator(), false)
        .map(cell -> cell.getAsJsonObject())
        .toList();
  }

  private static String source(JsonObject cell) {
    var source = cell.get("source");
    return source.isJsonArray()
        ? StreamSupport.stream(source.getAsJsonArray().spliterator(), false)
            .map(line -> line.getAsString())
            .reduce("", String::concat)
        : source.getAsString();
  }

  @TestFactory
  Stream<DynamicTest> everyNotebookIsFitToBeCommitted() throws IOException {
    assertFalse(notebooks().isEmpty());
    return notebooks().stream()
        .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> check(file)));
  }

  private static void check(Path file) throws IOException {
    assertTrue(Files.size(file) < LARGEST, "it has %d bytes".formatted(Files.size(file)));
    assertTrue(
        NotebookFile.read(file).upToDate(),
        "its cells were changed after they were run: lib/onenip lab --execute " + file);
    int run = 0;
    for (var cell : cells(file)) {
      if (!cell.get("cell_type").getAsString().equals("code")) {
        continue;
      }
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
}
