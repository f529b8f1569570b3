package org.onenip.ablation;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.onenip.evaluation.Figures;
import org.onenip.evaluation.Measure;
import org.onenip.report.TableModel;
import org.onenip.report.TableModel.Alignment;
import org.onenip.report.TableModel.Cell;
import org.onenip.report.TableModel.Column;
import org.onenip.report.TableModel.Emphasis;

/** An ablation's figures as tables. */
public final class AblationFigures {
  /** The two metrics by which the paper argues. */
  private static final List<Measure> DIFFERENCES = List.of(Measure.IMAGE_AUROC, Measure.PIXEL_AP);

  private AblationFigures() {}

  /**
   * To read, in per cent: a line for each row. Differences whose interval leaves out zero are
   * strong.
   *
   * @param names heading of the rows' names
   */
  public static TableModel shown(AblationTable table, String names) {
    var columns = new ArrayList<>(List.of(Column.left(names), column("seeds")));
    Stream.of(Measure.values()).forEach(measure -> columns.add(column(measure.title())));
    DIFFERENCES.forEach(measure -> columns.add(column("Δ " + measure.title())));
    return TableModel.of(columns, table.lines().stream().map(AblationFigures::row).toList());
  }

  /** For further reckoning: a line for each row, seed and class, rates in 0…1. */
  public static TableModel measured(AblationTable table) {
    var columns = new ArrayList<>(List.of(column("row"), column("seed"), column("class")));
    Stream.of(Measure.values()).forEach(measure -> columns.add(column(measure.key())));
    var rows = new ArrayList<List<Cell>>();
    for (var cell : table.cells()) {
      cell.classes().forEach((name, figures) -> rows.add(row(cell, name, figures)));
      rows.add(row(cell, "mean", cell.mean()));
    }
    return TableModel.of(columns, rows);
  }

  private static Column column(String heading) {
    return Column.of(heading, Alignment.ANY);
  }

  private static List<Cell> row(org.onenip.ablation.Cell of, String className, Figures figures) {
    var cells =
        new ArrayList<>(List.of(Cell.of(of.row()), Cell.of(of.seed(), 0), Cell.of(className)));
    Stream.of(Measure.values()).forEach(m -> cells.add(Cell.of(m.of(figures), 3)));
    return cells;
  }

  private static List<Cell> row(AblationTable.Line line) {
    var cells = new ArrayList<>(List.of(Cell.of(line.name()), Cell.of(line.seeds().size(), 0)));
    Stream.of(Measure.values()).forEach(m -> cells.add(cell(line.estimates().get(m))));
    DIFFERENCES.forEach(m -> cells.add(cell(line.differences().get(m))));
    return cells;
  }

  private static Cell cell(Estimate estimate) {
    if (estimate == null) {
      return Cell.EMPTY;
    }
    var mean = Cell.percent(estimate.mean());
    return estimate.deviation() == null
        ? mean
        : Cell.of(
            "%s ± %s".formatted(mean.text(), Cell.percent(estimate.deviation()).text()),
            mean.number());
  }

  private static Cell cell(PairedDifference difference) {
    if (difference == null) {
      return Cell.EMPTY;
    }
    var mean = Cell.of(signed(difference.mean()), 100 * difference.mean());
    if (difference.low() == null) {
      return mean;
    }
    var interval = " [%s, %s]".formatted(signed(difference.low()), signed(difference.high()));
    return Cell.of(mean.text() + interval, mean.number())
        .with(difference.clear() ? Emphasis.STRONG : Emphasis.NONE);
  }

  private static String signed(double rate) {
    var text = String.format(Locale.ROOT, "%+.1f", 100 * rate);
    return text.equals("-0.0") ? "+0.0" : text.replace('-', '−');
  }
}
