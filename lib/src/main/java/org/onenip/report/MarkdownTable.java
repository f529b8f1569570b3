package org.onenip.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.onenip.report.TableModel.Alignment;
import org.onenip.report.TableModel.Cell;

/**
 * A table for a README. Markdown knows one line of headings: groups of columns take it, and what
 * they consist of comes first below.
 */
public final class MarkdownTable {
  private MarkdownTable() {}

  /** Lines, each with its end. */
  public static String of(TableModel table) {
    var lines = new ArrayList<Stream<String>>();
    lines.add(table.headings().stream().map(MarkdownTable::escape));
    var rule = table.columns().stream().map(c -> c.alignment() == Alignment.RIGHT ? "--:" : "---");
    if (table.groups().isEmpty()) {
      lines.add(rule);
    } else {
      lines.add(0, table.groups().stream().flatMap(g -> spread(g.title(), g.width())));
      lines.add(1, rule);
    }
    for (var section : table.sections()) {
      if (!section.title().isEmpty()) {
        lines.add(spread(section.title(), table.columns().size()));
      }
      section.rows().forEach(row -> lines.add(row.stream().map(MarkdownTable::cell)));
    }
    return lines.stream()
        .map(line -> line.collect(Collectors.joining(" | ", "| ", " |\n")))
        .collect(Collectors.joining());
  }

  private static Stream<String> spread(String text, int columns) {
    return Stream.concat(Stream.of(escape(text)), Collections.nCopies(columns - 1, "").stream());
  }

  private static String cell(Cell cell) {
    var text = escape(cell.text());
    return cell.bold() ? "**" + text + "**" : text;
  }

  /** A text on one line of which nothing is markup, neither Markdown's nor HTML's. */
  public static String escape(String text) {
    return TableModel.line(text)
        .strip()
        .replaceAll("[\\\\`*|]|(?<=\\])(?=\\()", "\\\\$0")
        .replace("&", "&amp;")
        .replace("<", "&lt;");
  }
}
