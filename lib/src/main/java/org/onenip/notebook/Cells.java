package org.onenip.notebook;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import jdk.jshell.ImportSnippet;
import jdk.jshell.MethodSnippet;
import jdk.jshell.Snippet;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.TypeDeclSnippet;
import jdk.jshell.VarSnippet;

/** A notebook's code cells, asked which of them makes a name. */
final class Cells {
  private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} +(.+?)\\s*$");

  /** Of a variable of the cell, not inside of a block, which is indented. */
  private static final Pattern VAR = Pattern.compile("(?m)^var ");

  /**
   * A code cell.
   *
   * @param number among the code cells, from 1: what stands beside it after a run from the top
   * @param heading the last one above it; empty where there is none
   */
  record Cell(int number, String heading, String source) {
    /** As a reader finds it. */
    String place() {
      return heading.isEmpty() ? "cell " + number : "cell %d (“%s”)".formatted(number, heading);
    }
  }

  private final List<Cell> cells;

  private Cells(List<Cell> cells) {
    this.cells = cells;
  }

  /** Those of a notebook as it was last saved; none if it cannot be read. */
  static Cells of(Path notebook) {
    var cells = new ArrayList<Cell>();
    try {
      var json = new Gson().fromJson(Files.readString(notebook), JsonObject.class);
      var heading = "";
      for (var element : json.getAsJsonArray("cells")) {
        var cell = element.getAsJsonObject();
        var source = text(cell.get("source"));
        if (cell.get("cell_type").getAsString().equals("code")) {
          cells.add(new Cell(cells.size() + 1, heading, source));
        } else {
          for (var match = HEADING.matcher(source); match.find(); ) {
            heading = match.group(1);
          }
        }
      }
    } catch (IOException | JsonParseException | NullPointerException | IllegalStateException e) {
      return new Cells(List.of()); // no notebook: nothing can be said of its cells
    }
    return new Cells(cells);
  }

  /** Whether there are none, or the notebook is not known. */
  boolean isEmpty() {
    return cells.isEmpty();
  }

  /**
   * The first cell that declares a variable, method or class of this name, or imports it; none if
   * that is the cell of the snippet itself.
   *
   * @param snippet the source that needs the name
   */
  Optional<Cell> making(String name, String snippet, SourceCodeAnalysis analysis) {
    for (var cell : cells) {
      if (cell.source().contains(name) || cell.source().contains("import ")) {
        var snippets = snippets(cell, analysis);
        if (snippets.stream().anyMatch(s -> makes(s, name))) {
          boolean own =
              snippets.stream().anyMatch(s -> bare(s.source()).equals(bare(typed(snippet))));
          return own ? Optional.empty() : Optional.of(cell);
        }
      }
    }
    return Optional.empty();
  }

  /** Without what the kernel may have added to it or taken away. */
  private static String bare(String source) {
    return source.replaceAll("[\\s;]+$", "").strip();
  }

  /**
   * What JShell makes of a cell, without running it. It gives up where it cannot infer the type of
   * a {@code var}, and infers none where there is one.
   */
  private static List<Snippet> snippets(Cell cell, SourceCodeAnalysis analysis) {
    var snippets = new ArrayList<Snippet>();
    var rest = analysis.analyzeCompletion(typed(cell.source()));
    while (rest.completeness().isComplete()) {
      snippets.addAll(analysis.sourceToSnippets(rest.source()));
      rest = analysis.analyzeCompletion(rest.remaining());
    }
    return snippets;
  }

  private static String typed(String source) {
    return VAR.matcher(source).replaceAll("Object ");
  }

  private static boolean makes(Snippet snippet, String name) {
    if (snippet instanceof VarSnippet variable) {
      return variable.name().equals(name);
    }
    if (snippet instanceof MethodSnippet method) {
      return method.name().equals(name);
    }
    if (snippet instanceof TypeDeclSnippet type) {
      return type.name().equals(name);
    }
    return snippet instanceof ImportSnippet imported && imports(imported, name);
  }

  private static boolean imports(ImportSnippet imported, String name) {
    var full = imported.fullname();
    if (!full.endsWith("*")) {
      return full.endsWith("." + name);
    }
    return !imported.isStatic() && exists(full.substring(0, full.length() - 1) + name);
  }

  private static boolean exists(String type) {
    try {
      Class.forName(type, false, Cells.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException | LinkageError e) {
      return false;
    }
  }

  /** Text, which the format allows in one piece or line by line. */
  private static String text(JsonElement text) {
    if (!(text instanceof JsonArray lines)) {
      return text.getAsString();
    }
    var joined = new StringBuilder();
    lines.forEach(line -> joined.append(line.getAsString()));
    return joined.toString();
  }
}
