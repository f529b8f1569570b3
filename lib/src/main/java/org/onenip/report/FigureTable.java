package org.onenip.report;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.onenip.evaluation.Evaluation;
import org.onenip.evaluation.Figures;
import org.onenip.report.TableModel.Cell;
import org.onenip.report.TableModel.Column;
import org.onenip.report.TableModel.Emphasis;
import org.onenip.report.TableModel.Section;

/**
 * The report's table of figures in per cent: a row per class, each column's best and worst marked;
 * their mean; and rows of groups of defect kinds, where the data set names any.
 */
final class FigureTable {
  private static final String IMAGE = "Image";
  private static final String PIXEL = "Pixel";
  private static final List<Figure> FIGURES =
      List.of(
          new Figure(IMAGE, "AUROC", Figures::imageAuroc),
          new Figure(IMAGE, "AP", Figures::imageAp),
          new Figure(IMAGE, "F1-max", Figures::imageF1Max),
          new Figure(PIXEL, "AUROC", Figures::pixelAuroc),
          new Figure(PIXEL, "AP", Figures::pixelAp),
          new Figure(PIXEL, "F1-max", Figures::pixelF1Max),
          new Figure(PIXEL, "AUPRO", Figures::aupro),
          new Figure("", "Prompt hits", Figures::promptHitRate));

  private record Figure(String group, String heading, Function<Figures, Double> rate) {}

  private FigureTable() {}

  static TableModel of(Evaluation evaluation) {
    var columns = new ArrayList<>(List.of(Column.left("Class"), Column.right("Images")));
    FIGURES.forEach(f -> columns.add(Column.right(f.heading()).under(f.group())));
    var classes = evaluation.classes();
    var sections = new ArrayList<Section>();
    sections.add(new Section("", "", rows(classes, classes.values())));
    sections.add(new Section("mean", "", rows(Map.of("Mean", evaluation.mean()), List.of())));
    if (!evaluation.groups().isEmpty()) {
      var title = "By kind of defect, each against all normal test images";
      sections.add(new Section("groups", title, rows(evaluation.groups(), List.of())));
    }
    return new TableModel(columns, sections);
  }

  private static List<List<Cell>> rows(Map<String, Figures> figures, Collection<Figures> among) {
    return figures.entrySet().stream()
        .map(entry -> row(entry.getKey(), entry.getValue(), among))
        .toList();
  }

  private static List<Cell> row(String name, Figures figures, Collection<Figures> among) {
    var cells = new ArrayList<>(List.of(Cell.of(name), Cell.of(figures.images(), 0)));
    for (var figure : FIGURES) {
      var value = figure.rate().apply(figures);
      cells.add(Cell.percent(value).with(emphasis(value, figure, among)));
    }
    return cells;
  }

  private static Emphasis emphasis(Double value, Figure figure, Collection<Figures> among) {
    var range =
        among.stream()
            .map(figure.rate())
            .filter(Objects::nonNull)
            .mapToDouble(Double::doubleValue)
            .summaryStatistics();
    if (value == null || range.getMax() <= range.getMin()) {
      return Emphasis.NONE;
    }
    return value == range.getMax()
        ? Emphasis.BEST
        : value == range.getMin() ? Emphasis.WORST : Emphasis.NONE;
  }
}
