package org.onenip.report;

import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;
import org.onenip.report.TableModel.Cell;
import org.onenip.report.TableModel.Column;
import org.onenip.report.TableModel.Emphasis;

/** A table for a page. */
public final class HtmlTable {
  private HtmlTable() {}

  /** With names for the style sheet of {@link HtmlPage}. */
  public static String of(TableModel table) {
    var html = new StringBuilder("<table class=\"figures\">\n<thead>\n");
    if (!table.groups().isEmpty()) {
      html.append("<tr>");
      for (var group : table.groups()) {
        html.append(
            group.title().isEmpty()
                ? "<td></td>".repeat(group.width())
                : spread(group.title(), group.width(), "colgroup"));
      }
      html.append("</tr>\n");
    }
    html.append("<tr>");
    table.headings().forEach(heading -> html.append(element("th", " scope=\"col\"", heading)));
    html.append("</tr>\n</thead>\n");
    for (var section : table.sections()) {
      html.append("<tbody%s>\n".formatted(named(section.name())));
      if (!section.title().isEmpty()) {
        var title = spread(section.title(), table.columns().size(), "rowgroup");
        html.append("<tr>%s</tr>\n".formatted(title));
      }
      section.rows().forEach(row -> html.append(row(row)));
      html.append("</tbody>\n");
    }
    return html.append("</table>\n").toString();
  }

  private static String row(List<Cell> row) {
    var html = new StringBuilder("<tr>");
    for (var cell : row) {
      var name = cell.emphasis() == Emphasis.NONE ? "" : cell.emphasis().name();
      html.append(
          html.length() == 4
              ? element("th", " scope=\"row\"", cell.text())
              : element("td", named(name.toLowerCase(Locale.ROOT)), cell.text()));
    }
    return html.append("</tr>\n").toString();
  }

  private static String spread(String title, int columns, String scope) {
    return element("th", " colspan=\"%d\" scope=\"%s\"".formatted(columns, scope), title);
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
    var html = new StringBuilder("<table style=\"%s\"><tr>".formatted(outer));
    for (var column : table.columns()) {
      html.append(element("th", style(style.apply(column, Emphasis.STRONG)), column.heading()));
    }
    html.append("</tr>");
    for (var section : table.sections()) {
      for (var row : section.rows()) {
        html.append("<tr>");
        for (int i = 0; i < row.size(); i++) {
          var look = style.apply(table.columns().get(i), row.get(i).emphasis());
          html.append(element("td", style(look), row.get(i).text()));
        }
        html.append("</tr>");
      }
    }
    return html.append("</table>").toString();
  }

  private static String style(String css) {
    return " style=\"%s\"".formatted(css);
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
