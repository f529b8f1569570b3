package org.onenip.report;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.onenip.report.TableModel.Alignment;
import org.onenip.report.TableModel.Cell;
import org.onenip.report.TableModel.Span;

/** A table for the console: its columns below one another, a heading of several at their end. */
public final class TextTable {
  private final TableModel table;
  private final String gap;
  private final StringBuilder text = new StringBuilder();

  /** Of each column in characters; a group keeps away from what is before it. */
  private final int[] widths;

  private TextTable(TableModel table, int gap) {
    this.table = table;
    this.gap = " ".repeat(gap);
    widths = IntStream.range(0, table.columns().size()).map(this::width).toArray();
    for (var group : table.groups()) {
      widths[group.first()] += group.first() == 0 || group.title().isEmpty() ? 0 : 1;
      widths[group.last()] += Math.max(0, group.title().length() - width(group));
    }
  }

  /**
   * Lines, each with its end.
   *
   * @param gap spaces between columns
   */
  public static String of(TableModel table, int gap) {
    return new TextTable(table, gap).text();
  }

  private int width(int column) {
    var texts = Stream.concat(Stream.of(table.headings()), table.rows().map(TextTable::texts));
    return texts
        .mapToInt(row -> row.get(column).length())
        .reduce(table.columns().get(column).width(), Math::max);
  }

  private static List<String> texts(List<Cell> row) {
    return row.stream().map(Cell::text).toList();
  }

  private int width(Span group) {
    return IntStream.rangeClosed(group.first(), group.last()).map(i -> widths[i]).sum()
        + gap.length() * (group.width() - 1);
  }

  private String text() {
    if (!table.groups().isEmpty()) {
      line(table.groups().stream().map(g -> padded(g.title(), width(g), g.first())));
    }
    line(table.headings());
    for (var section : table.sections()) {
      if (!section.title().isEmpty()) {
        line(Stream.of(section.title()));
      }
      section.rows().forEach(row -> line(texts(row)));
    }
    return text.toString();
  }

  private void line(List<String> texts) {
    line(IntStream.range(0, widths.length).mapToObj(i -> padded(texts.get(i), widths[i], i)));
  }

  private void line(Stream<String> texts) {
    var line = texts.collect(Collectors.joining(gap));
    text.append(TableModel.line(line).stripTrailing()).append('\n');
  }

  private String padded(String text, int width, int column) {
    var space = " ".repeat(width - text.length());
    return table.columns().get(column).alignment() == Alignment.RIGHT ? space + text : text + space;
  }
}
