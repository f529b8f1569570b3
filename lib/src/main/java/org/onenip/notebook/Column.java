package org.onenip.notebook;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.DoubleStream;
import org.onenip.report.TableModel.Alignment;
import org.onenip.report.TableModel.Cell;
import org.onenip.report.TableModel.Emphasis;

/**
 * A column of a {@link Table}, its numbers with the same decimals.
 *
 * @param alignment to the right if there are numbers among the cells
 */
record Column(List<Cell> cells, Alignment alignment) {
  /**
   * Formats a column.
   *
   * @param highest whether the best is the highest; {@code null} where none is best
   */
  static Column of(List<Object> values, Boolean highest) {
    int decimals = decimals(values);
    var cells = values.stream().map(value -> cell(value, decimals)).toList();
    if (numbers(values).findAny().isEmpty()) {
      return new Column(cells, Alignment.LEFT);
    }
    return new Column(highest == null ? cells : marked(cells, highest), Alignment.RIGHT);
  }

  /** All that read like the best one are marked. */
  private static List<Cell> marked(List<Cell> cells, boolean highest) {
    var order = Comparator.<Cell>comparingDouble(cell -> cell.number().doubleValue());
    var best =
        cells.stream()
            .filter(cell -> cell.number() != null)
            .max(highest ? order : order.reversed())
            .map(Cell::text);
    return cells.stream()
        .map(cell -> best.filter(cell.text()::equals).isEmpty() ? cell : cell.with(Emphasis.BEST))
        .toList();
  }

  /** None if all are whole; else so many that the largest shows three digits, at least one. */
  private static int decimals(List<Object> values) {
    if (values.stream().noneMatch(value -> value instanceof Spread || fraction(value))) {
      return 0;
    }
    double largest = numbers(values).map(Math::abs).filter(Double::isFinite).max().orElse(0);
    return largest >= 1000
        ? 0
        : (int) Math.max(1, 2 - Math.floor(Math.log10(Math.max(largest, 1e-6))));
  }

  private static boolean fraction(Object value) {
    return value instanceof Double || value instanceof Float;
  }

  private static DoubleStream numbers(List<Object> values) {
    return values.stream()
        .map(value -> cell(value, 0).number())
        .filter(Objects::nonNull)
        .mapToDouble(Number::doubleValue);
  }

  private static Cell cell(Object value, int decimals) {
    if (value instanceof Spread spread) {
      var mean = Cell.of(spread.mean(), decimals);
      return Double.isNaN(spread.deviation())
          ? mean
          : Cell.of(
              mean.text() + " ± " + Cell.of(spread.deviation(), decimals).text(), mean.number());
    }
    return value instanceof Number || value == null
        ? Cell.of((Number) value, decimals)
        : Cell.of(value.toString());
  }
}
