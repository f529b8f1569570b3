package org.onenip.notebook;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.onenip.report.HtmlTable;
import org.onenip.report.TableModel;
import org.onenip.report.TableModel.Alignment;
import org.onenip.report.TableModel.Emphasis;

/**
 * A small table: numbers to the right and with the same decimals in a column, the best of a column
 * bold. Immutable: each method gives a new table.
 *
 * <pre>{@code
 * Table.of("decoder", "AUROC (%)").row("bidirectional", Spread.of(97.1, 97.5)).row("UniAD", 96.2)
 *     .highest("AUROC (%)").html()
 * }</pre>
 */
public final class Table {
  /** Inline and complete: JupyterLab's dark theme has a style for each of these. */
  private static final String CELL =
      "padding:4px 12px;background:#fff;color:#1d2630;border:0;border-bottom:1px solid #dfe5ea;"
          + "text-align:%s;white-space:nowrap;font-weight:%s;font-variant-numeric:tabular-nums";

  private final List<String> headers;
  private final List<List<Object>> rows;

  /** Columns that have a best value; true where it is the highest. */
  private final Map<String, Boolean> best;

  private final String caption;

  private Table(
      List<String> headers, List<List<Object>> rows, Map<String, Boolean> best, String caption) {
    this.headers = headers;
    this.rows = rows;
    this.best = best;
    this.caption = caption;
  }

  /** A table without rows. */
  public static Table of(String... headers) {
    return new Table(List.of(headers), List.of(), Map.of(), "");
  }

  /**
   * Adds a row.
   *
   * @param cells texts, numbers, {@link Spread}s; {@code null} for none
   */
  public Table row(Object... cells) {
    if (cells.length != headers.size()) {
      throw new IllegalArgumentException(
          "%d cells under %d headers".formatted(cells.length, headers.size()));
    }
    var more = new ArrayList<>(rows);
    more.add(Collections.unmodifiableList(Arrays.asList(cells.clone())));
    return new Table(headers, more, best, caption);
  }

  /** Marks the highest value of these columns. */
  public Table highest(String... columns) {
    return withBest(true, columns);
  }

  /** Marks the lowest value of these columns. */
  public Table lowest(String... columns) {
    return withBest(false, columns);
  }

  private Table withBest(boolean high, String... columns) {
    var more = new LinkedHashMap<>(best);
    for (var column : columns) {
      if (!headers.contains(column)) {
        throw new IllegalArgumentException("no column \"%s\" in %s".formatted(column, headers));
      }
      more.put(column, high);
    }
    return new Table(headers, rows, more, caption);
  }

  /** A text below: what to see. */
  public Table caption(String text) {
    return new Table(headers, rows, best, text);
  }

  /** The table for {@code display(…, "text/html")}. */
  public String html() {
    var table = HtmlTable.inline(model(), "border-collapse:collapse;margin:0", Table::style);
    return Html.figure(
        "", Plot.WIDTH, "", "<div style=\"overflow-x:auto\">%s</div>".formatted(table), caption);
  }

  private TableModel model() {
    var columns =
        IntStream.range(0, headers.size())
            .mapToObj(
                i -> Column.of(rows.stream().map(r -> r.get(i)).toList(), best.get(headers.get(i))))
            .toList();
    return TableModel.of(
        IntStream.range(0, headers.size())
            .mapToObj(i -> TableModel.Column.of(headers.get(i), columns.get(i).alignment()))
            .toList(),
        IntStream.range(0, rows.size())
            .mapToObj(row -> columns.stream().map(column -> column.cells().get(row)).toList())
            .toList());
  }

  private static String style(TableModel.Column column, Emphasis emphasis) {
    return CELL.formatted(
        column.alignment() == Alignment.RIGHT ? "right" : "left",
        emphasis == Emphasis.NONE ? "400" : "700");
  }
}
