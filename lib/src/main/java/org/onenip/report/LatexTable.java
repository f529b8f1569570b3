package org.onenip.report;

import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.onenip.report.TableModel.Cell;
import org.onenip.report.TableModel.Column;

/** A table for a paper: a tabular of the package {@code booktabs}. */
public final class LatexTable {
  private static final String END = " \\\\\n";

  private LatexTable() {}

  /** Lines, each with its end. */
  public static String of(TableModel table) {
    var text = new StringBuilder("\\begin{tabular}{");
    table.columns().forEach(column -> text.append(alignment(column)));
    text.append("}\n\\toprule\n");
    groups(text, table);
    line(text, table.headings().stream().map(LatexTable::escape));
    for (var section : table.sections()) {
      text.append("\\midrule\n");
      if (!section.title().isEmpty()) {
        line(text, Stream.of(spread(section.title(), table.columns().size(), 'l')));
      }
      section.rows().forEach(row -> line(text, row.stream().map(LatexTable::cell)));
    }
    return text.append("\\bottomrule\n\\end{tabular}\n").toString();
  }

  private static char alignment(Column column) {
    return switch (column.alignment()) {
      case LEFT -> 'l';
      case RIGHT -> 'r';
      case ANY -> 'c';
    };
  }

  /** Headings above several columns, with a rule below each. */
  private static void groups(StringBuilder text, TableModel table) {
    var groups = table.groups();
    if (!groups.isEmpty()) {
      line(text, groups.stream().map(group -> spread(group.title(), group.width(), 'c')));
      groups.stream()
          .filter(group -> !group.title().isEmpty())
          .forEach(
              g -> text.append("\\cmidrule(lr){%d-%d}".formatted(g.first() + 1, g.last() + 1)));
      text.append('\n');
    }
  }

  private static String spread(String title, int columns, char alignment) {
    return "\\multicolumn{%d}{%s}{%s}".formatted(columns, alignment, escape(title));
  }

  private static void line(StringBuilder text, Stream<String> cells) {
    text.append(cells.collect(Collectors.joining(" & "))).append(END);
  }

  private static String cell(Cell cell) {
    var text = escape(cell.text());
    return cell.bold() ? "\\textbf{" + text + "}" : text;
  }

  private static String escape(String text) {
    var line = TableModel.line(text).strip();
    // the end of a row takes a star or a bracket after it for its own
    var first = line.startsWith("*") || line.startsWith("[") ? "{}" : "";
    return line.chars().mapToObj(LatexTable::escape).collect(Collectors.joining("", first, ""));
  }

  private static String escape(int character) {
    return switch (character) {
      case '±' -> "$\\pm$";
      case '−' -> "$-$";
      case '–' -> "--";
      case 'Δ' -> "$\\Delta$";
      case 'κ' -> "$\\kappa$";
      case '×' -> "$\\times$";
      case '\\' -> "\\textbackslash{}";
      case '~' -> "\\textasciitilde{}";
      case '^' -> "\\textasciicircum{}";
      case '&', '%', '$', '#', '_', '{', '}' -> "\\" + (char) character;
      default -> Character.toString(character);
    };
  }
}
