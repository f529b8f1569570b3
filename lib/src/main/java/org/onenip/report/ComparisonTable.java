package org.onenip.report;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.onenip.evaluation.Measure;
import org.onenip.evaluation.Percents;
import org.onenip.evaluation.PublishedComparison;
import org.onenip.evaluation.PublishedSet;
import org.onenip.report.TableModel.Cell;
import org.onenip.report.TableModel.Column;

/**
 * Yours, published, and the difference, a row per class: to read, as Markdown, and for programs.
 *
 * @param comparison what is shown
 * @param heading sentences above the table
 * @param tolerance points; larger differences are marked with a star
 */
public record ComparisonTable(
    PublishedComparison comparison, List<String> heading, double tolerance) {
  private static final double ROUNDING = 1e-9;
  private static final String STAR = "*";
  private static final String NO_STAR = " "; // digits stay below one another
  private static final Cell BLANK = Cell.of("");

  /** For the console. */
  public String text() {
    return page(heading, TextTable.of(table(), 2), notes());
  }

  /** For a README. */
  public String markdown() {
    return page(
        heading.stream().map(MarkdownTable::escape).toList(),
        MarkdownTable.of(table()),
        List.of(MarkdownTable.escape(String.join(" ", notes()))));
  }

  private static String page(List<String> above, String table, List<String> below) {
    return String.join("\n", above) + "\n\n" + table + "\n" + String.join("\n", below) + "\n";
  }

  private TableModel table() {
    var columns = new ArrayList<>(List.of(Column.left("class")));
    for (var measure : Measure.PUBLISHED) {
      Stream.of("yours", comparison.published().source(), "diff" + NO_STAR)
          .forEach(name -> columns.add(Column.right(name).under(measure.title() + NO_STAR)));
    }
    var rows = new ArrayList<List<Cell>>();
    for (var row : comparison.rows()) {
      rows.add(cells(row.name(), row.measured(), row.published().percents(), row.difference()));
    }
    for (var mean : comparison.means()) {
      rows.add(cells(name(mean), mean.measured(), mean.published(), mean.difference()));
      if (mean.printed() != null) {
        rows.add(printed(mean));
      }
    }
    return TableModel.of(columns, rows);
  }

  private static String name(PublishedComparison.Mean mean) {
    return "mean%s of %d"
        .formatted(mean.set() == PublishedSet.ALL ? "" : " " + mean.set().title(), mean.classes());
  }

  private List<Cell> cells(String name, Percents yours, Percents published, Percents difference) {
    var cells = new ArrayList<>(List.of(Cell.of(name)));
    for (var measure : Measure.PUBLISHED) {
      cells.add(Cell.of(yours.get(measure), 1));
      cells.add(Cell.of(published.get(measure), 1));
      cells.add(points(difference.get(measure)));
    }
    return cells;
  }

  /** Its difference is shown where the measured mean is of the same classes. */
  private List<Cell> printed(PublishedComparison.Mean mean) {
    var cells = new ArrayList<>(List.of(Cell.of("  mean as printed")));
    for (var measure : Measure.PUBLISHED) {
      var difference = mean.differenceFromPrinted().get(measure);
      cells.add(BLANK);
      cells.add(Cell.of(mean.printed().get(measure), 1));
      cells.add(difference == null ? BLANK : points(difference));
    }
    return cells;
  }

  private Cell points(Double difference) {
    if (difference == null) {
      return Cell.of(Cell.EMPTY.text() + NO_STAR);
    }
    double shown = Math.round(10 * difference) / 10.0 + 0.0; // no −0.0
    return Cell.of(format("%+.1f", shown) + (beyond(difference) ? STAR : NO_STAR), difference);
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }

  private boolean beyond(double difference) {
    return Math.abs(difference) > tolerance + ROUNDING;
  }

  private List<String> notes() {
    var differences =
        comparison.rows().stream()
            .flatMap(row -> Measure.PUBLISHED.stream().map(row.difference()::get))
            .filter(Objects::nonNull)
            .toList();
    var notes = new ArrayList<String>();
    notes.add(
        format(
            "In per cent; * differs by more than %.1f points: %d of %d figures of classes.",
            tolerance, differences.stream().filter(this::beyond).count(), differences.size()));
    if (!comparison.onlyPublished().isEmpty()) {
      notes.add(
          "Published, but not measured: %s."
              .formatted(String.join(", ", comparison.onlyPublished())));
    }
    if (!comparison.onlyMeasured().isEmpty()) {
      notes.add(
          "Measured, but not published: %s."
              .formatted(String.join(", ", comparison.onlyMeasured())));
    }
    return notes;
  }

  /** The classes that both have, with six decimals; empty where a figure could not be measured. */
  public TableModel figures() {
    var columns =
        new ArrayList<>(
            List.of(Column.left("class"), Column.left("published_class"), Column.left("set")));
    for (var measure : Measure.PUBLISHED) {
      Stream.of("", "_published", "_difference")
          .forEach(end -> columns.add(Column.right(measure.key() + end)));
    }
    return TableModel.of(
        columns, comparison.rows().stream().map(ComparisonTable::figures).toList());
  }

  private static List<Cell> figures(PublishedComparison.Row row) {
    var published = row.published();
    var cells =
        new ArrayList<>(
            List.of(
                Cell.of(row.name()),
                Cell.of(published.name()),
                Cell.of(published.set().toString())));
    for (var measure : Measure.PUBLISHED) {
      Stream.of(row.measured(), published.percents(), row.difference())
          .forEach(percents -> cells.add(decimal(percents.get(measure))));
    }
    return cells;
  }

  /** Without the last digits of binary fractions. */
  private static Cell decimal(Double value) {
    return value == null
        ? Cell.EMPTY
        : Cell.of(
            BigDecimal.valueOf(value)
                .setScale(6, RoundingMode.HALF_UP)
                .stripTrailingZeros()
                .toPlainString());
  }
}
