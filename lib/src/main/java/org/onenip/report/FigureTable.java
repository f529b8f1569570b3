package org.onenip.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.onenip.evaluation.Evaluation;
import org.onenip.evaluation.Figures;

/**
 * The table of figures.
 *
 * @param classes a row per class, each column's best and worst marked
 * @param mean over the classes
 * @param groups rows of groups of defect kinds; empty where the data set names none
 */
record FigureTable(List<Row> classes, Row mean, List<Row> groups) {
  private static final List<Function<Figures, Double>> COLUMNS =
      List.of(
          Figures::imageAuroc,
          Figures::imageAp,
          Figures::imageF1Max,
          Figures::pixelAuroc,
          Figures::pixelAp,
          Figures::pixelF1Max,
          Figures::aupro,
          Figures::promptHitRate);

  /** A line of the table. */
  record Row(String name, int images, List<Cell> cells) {}

  /**
   * A figure in per cent.
   *
   * @param style its CSS class: {@code best}, {@code worst} or nothing
   */
  record Cell(String text, String style) {}

  static FigureTable of(Evaluation evaluation) {
    var classes = evaluation.classes();
    var rows = new ArrayList<Row>();
    classes.forEach((name, figures) -> rows.add(row(name, figures, classes.values())));
    var groups = new ArrayList<Row>();
    evaluation.groups().forEach((name, figures) -> groups.add(row(name, figures, List.of())));
    return new FigureTable(rows, row("Mean", evaluation.mean(), List.of()), groups);
  }

  private static Row row(String name, Figures figures, Iterable<Figures> among) {
    var cells =
        COLUMNS.stream()
            .map(
                column ->
                    new Cell(
                        Format.percent(column.apply(figures)),
                        style(column.apply(figures), column, among)))
            .toList();
    return new Row(name, figures.images(), cells);
  }

  private static String style(
      Double value, Function<Figures, Double> column, Iterable<Figures> among) {
    if (value == null) {
      return "";
    }
    var values = new ArrayList<Double>();
    among.forEach(figures -> values.add(column.apply(figures)));
    var range =
        values.stream()
            .filter(Objects::nonNull)
            .mapToDouble(Double::doubleValue)
            .summaryStatistics();
    if (range.getMax() <= range.getMin()) {
      return "";
    }
    return value == range.getMax() ? "best" : value == range.getMin() ? "worst" : "";
  }
}
