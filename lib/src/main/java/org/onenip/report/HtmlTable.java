package org.onenip.report;

import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.onenip.report.TableModel.Cell;
import org.onenip.report.TableModel.Column;
import org.onenip.report.TableModel.Emphasis;

/** A table for a page. */
public final class HtmlTable {
  private HtmlTable() {}

  /** With names for the style sheet of {@link HtmlPage}. */
  public static String of(TableModel table) {
    var html = new StringBuilder("<table class=\"figures\"><thead>");
    if (!table.groups().isEmpty()) {
      html.append(row(table.groups().stream().map(g -> spread(g.title(), g.width(), "colgroup"))));
    }
    html.append(row(table.headings().stream().map(h -> element("th", " scope=\"col\"", h))));
    html.append("</thead>");
    for (var section : table.sections()) {
      html.append("\n<tbody%s>".formatted(named(section.name())));
      if (!section.title().isEmpty()) {
        html.append(row(Stream.of(spread(section.title(), table.columns().size(), "rowgroup"))));
      }
      section.rows().forEach(row -> html.append(row(cells(row))));
      html.append("</tbody>");
    }
    return html.append("</table>").toString();
  }

  private static Stream<String> cells(List<Cell> row) {
    return Stream.concat(
        Stream.of(element("th", " scope=\"row\"", row.get(0).text())),
        row.stream().skip(1).map(cell -> element("td", named(cell.emphasis()), cell.text())));
  }

  private static String spread(String title, int columns, String scope) {
    return title.isEmpty()
        ? "<td></td>".repeat(columns)
        : element("th", " colspan=\"%d\" scope=\"%s\"".formatted(columns, scope), title);
  }

  private static String named(Emphasis emphasis) {
    return emphasis == Emphasis.NONE ? "" : named(emphasis.name().toLowerCase(Locale.ROOT));
  }

  private static String named(String name) {
    return name.isEmpty() ? "" : " class=\"%s\"".formatted(escape(name));
  }

  /**
   * With its styles in each element, for where there is no style sheet; without groups and titles.
   *
   * @param outer style of the table
   * @param style of a cell, or of a heading, which is {@link Emphasis#STRONG}
   */
  public static String inline(
      TableModel table, String outer, BiFunction<Column, Emphasis, String> style) {
    var columns = table.columns();
    BiFunction<Column, Emphasis, String> styled =
        style.andThen(css -> " style=\"%s\"".formatted(css));
    var head =
        columns.stream().map(c -> element("th", styled.apply(c, Emphasis.STRONG), c.heading()));
    var rows =
        table
            .rows()
            .map(
                row ->
                    row(
                        IntStream.range(0, row.size())
                            .mapToObj(
                                i ->
                                    element(
                                        "td",
                                        styled.apply(columns.get(i), row.get(i).emphasis()),
                                        row.get(i).text()))));
    return "<table style=\"%s\">%s%s</table>"
        .formatted(outer, row(head), rows.collect(Collectors.joining()));
  }

  private static String row(Stream<String> cells) {
    return cells.collect(Collectors.joining("", "<tr>", "</tr>"));
  }

  private static String element(String tag, String attributes, String text) {
    return "<%s%s>%s</%s>".formatted(tag, attributes, escape(text), tag);
  }

  /** Text for an element or an attribute. */
  public static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
