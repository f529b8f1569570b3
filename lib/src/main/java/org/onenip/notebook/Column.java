package org.onenip.notebook;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;

/**
 * A column of a {@link Table}.
 *
 * @param texts its cells
 * @param numeric whether there are numbers among them
 * @param best the text that is bold; {@code null} where there is none
 */
record Column(List<String> texts, boolean numeric, String best) {
  private static final String NONE = "–";

  /** Inline and complete: JupyterLab's dark theme has a style for each of these. */
  private static final String CELL =
      "padding:4px 12px;background:#fff;color:#1d2630;border:0;border-bottom:1px solid #dfe5ea;"
          + "text-align:%s;white-space:nowrap;font-weight:%s;font-variant-numeric:tabular-nums";

  /**
   * Formats a column.
   *
   * @param highest whether the best is the highest; {@code null} where none is best
   */
  static Column of(List<Object> cells, Boolean highest) {
    int decimals = decimals(cells);
    var texts = cells.stream().map(cell -> text(cell, decimals)).toList();
    boolean numeric = numbers(cells).findAny().isPresent();
    if (highest == null || !numeric) {
      return new Column(texts, numeric, null);
    }
    var order = Comparator.comparingDouble(Column::number);
    var best =
        cells.stream()
            .filter(cell -> !Double.isNaN(number(cell)))
            .max(highest ? order : order.reversed());
    return new Column(texts, true, best.map(cell -> text(cell, decimals)).orElse(null));
  }

  String header(String name) {
    return "<th style=\"%s\">%s</th>".formatted(style(true), Html.escape(name));
  }

  String cell(int row) {
    var text = texts.get(row);
    return "<td style=\"%s\">%s</td>".formatted(style(text.equals(best)), Html.escape(text));
  }

  private String style(boolean bold) {
    return CELL.formatted(numeric ? "right" : "left", bold ? "700" : "400");
  }

  /** None if all are whole; else so many that the largest shows three digits, at least one. */
  private static int decimals(List<Object> cells) {
    if (cells.stream().noneMatch(cell -> cell instanceof Spread || fraction(cell))) {
      return 0;
    }
    double largest = numbers(cells).map(Math::abs).filter(Double::isFinite).max().orElse(0);
    return largest >= 1000
        ? 0
        : (int) Math.max(1, 2 - Math.floor(Math.log10(Math.max(largest, 1e-6))));
  }

  private static boolean fraction(Object cell) {
    return cell instanceof Double || cell instanceof Float;
  }

  private static DoubleStream numbers(List<Object> cells) {
    return cells.stream().mapToDouble(Column::number).filter(value -> !Double.isNaN(value));
  }

  /** Not a number where the cell holds none. */
  private static double number(Object cell) {
    if (cell instanceof Spread spread) {
      return spread.mean();
    }
    return cell instanceof Number number ? number.doubleValue() : Double.NaN;
  }

  private static String text(Object cell, int decimals) {
    if (cell instanceof Spread spread && !Double.isNaN(spread.deviation())) {
      return fixed(spread.mean(), decimals) + " ± " + fixed(spread.deviation(), decimals);
    }
    if (cell instanceof Spread || cell instanceof Number) {
      return fixed(number(cell), decimals);
    }
    return cell == null ? NONE : cell.toString();
  }

  private static String fixed(double value, int decimals) {
    return Double.isNaN(value) ? NONE : String.format(Locale.ROOT, "%." + decimals + "f", value);
  }
}
