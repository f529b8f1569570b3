package org.onenip.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.onenip.evaluation.Measure;
import org.onenip.evaluation.Percents;
import org.onenip.evaluation.PublishedComparison;
import org.onenip.evaluation.PublishedSet;

/**
 * Yours, published, and the difference, a row per class: to read, as Markdown, and as CSV.
 *
 * @param comparison what is shown
 * @param heading sentences above the table
 * @param tolerance points; larger differences are marked with a star
 */
public record ComparisonTable(
    PublishedComparison comparison, List<String> heading, double tolerance) {
  private static final double ROUNDING = 1e-9;
  private static final String NONE = "–";
  private static final String STAR = "*";
  private static final String NO_STAR = " "; // digits stay below one another
  private static final String NEW_LINE = "\n";

  /** For the console. */
  public String text() {
    var grid = grid();
    var widths =
        IntStream.range(0, grid.get(0).size()).map(column -> width(grid, column)).toArray();
    var lines = new ArrayList<>(heading);
    lines.add("");
    lines.add(measures(widths));
    for (var row : grid) {
      lines.add(
          IntStream.range(0, row.size())
              .mapToObj(i -> format("%" + (i == 0 ? -widths[i] : widths[i]) + "s", row.get(i)))
              .collect(Collectors.joining("  "))
              .stripTrailing());
    }
    lines.add("");
    lines.addAll(notes());
    return String.join(NEW_LINE, lines) + NEW_LINE;
  }

  /** Of the widest cell; a measure's first column keeps away from the measure before. */
  private static int width(List<List<String>> grid, int column) {
    int widest = grid.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
    return widest + (column % 3 == 1 ? 1 : 0);
  }

  /** The measures' names, each at the right end of its three columns. */
  private static String measures(int[] widths) {
    var line = new StringBuilder(" ".repeat(widths[0]));
    for (var measure : Measure.PUBLISHED) {
      int first = 1 + 3 * measure.ordinal();
      int width = 2 + widths[first] + 2 + widths[first + 1] + 2 + widths[first + 2];
      line.append(format("%" + width + "s", measure.title() + NO_STAR));
    }
    return line.toString().stripTrailing();
  }

  /** For a page. */
  public String markdown() {
    var grid = grid();
    var lines = new ArrayList<>(heading);
    lines.add("");
    var above = Measure.PUBLISHED.stream().flatMap(measure -> Stream.of(measure.title(), "", ""));
    lines.add(row(Stream.concat(Stream.of(""), above)));
    lines.add(row(IntStream.range(0, grid.get(0).size()).mapToObj(i -> i == 0 ? "---" : "--:")));
    grid.forEach(row -> lines.add(row(row.stream())));
    lines.add("");
    lines.add(String.join(" ", notes()));
    return String.join(NEW_LINE, lines) + NEW_LINE;
  }

  private static String row(Stream<String> cells) {
    // a star alone would begin emphasis
    return cells
        .map(cell -> cell.strip().replace(STAR, "\\*"))
        .collect(Collectors.joining(" | ", "| ", " |"));
  }

  /** The head, the classes, and the means. */
  private List<List<String>> grid() {
    var grid = new ArrayList<List<String>>();
    var head = new ArrayList<>(List.of("class"));
    for (int i = 0; i < Measure.PUBLISHED.size(); i++) {
      head.addAll(List.of("yours", comparison.published().source(), "diff" + NO_STAR));
    }
    grid.add(head);
    for (var row : comparison.rows()) {
      grid.add(cells(row.name(), row.measured(), row.published().percents(), row.difference()));
    }
    for (var mean : comparison.means()) {
      grid.add(cells(name(mean), mean.measured(), mean.published(), mean.difference()));
      if (mean.printed() != null) {
        grid.add(printed(mean));
      }
    }
    return grid;
  }

  private static String name(PublishedComparison.Mean mean) {
    return "mean%s of %d"
        .formatted(mean.set() == PublishedSet.ALL ? "" : " " + mean.set().title(), mean.classes());
  }

  private List<String> cells(String name, Percents yours, Percents published, Percents difference) {
    var cells = new ArrayList<>(List.of(name));
    for (var measure : Measure.PUBLISHED) {
      cells.add(percent(yours.get(measure)));
      cells.add(percent(published.get(measure)));
      cells.add(points(difference.get(measure)));
    }
    return cells;
  }

  /** Its difference is shown where the measured mean is of the same classes. */
  private List<String> printed(PublishedComparison.Mean mean) {
    var cells = new ArrayList<>(List.of("  mean as printed"));
    for (var measure : Measure.PUBLISHED) {
      var difference = mean.differenceFromPrinted().get(measure);
      cells.add("");
      cells.add(percent(mean.printed().get(measure)));
      cells.add(difference == null ? "" : points(difference));
    }
    return cells;
  }

  private String points(Double difference) {
    if (difference == null) {
      return NONE + NO_STAR;
    }
    double shown = Math.round(10 * difference) / 10.0 + 0.0; // no −0.0
    return format("%+.1f", shown) + (beyond(difference) ? STAR : NO_STAR);
  }

  private static String percent(Double value) {
    return value == null ? NONE : format("%.1f", value);
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
  public String csv() {
    var text = new StringBuilder();
    var header = new ArrayList<>(List.of("class", "published_class", "set"));
    for (var measure : Measure.PUBLISHED) {
      header.addAll(
          List.of(measure.key(), measure.key() + "_published", measure.key() + "_difference"));
    }
    var format =
        CSVFormat.DEFAULT
            .builder()
            .setHeader(header.toArray(String[]::new))
            .setRecordSeparator(NEW_LINE);
    try (var printer = new CSVPrinter(text, format.get())) {
      for (var row : comparison.rows()) {
        var published = row.published();
        var cells = new ArrayList<Object>(List.of(row.name(), published.name(), published.set()));
        for (var measure : Measure.PUBLISHED) {
          cells.add(decimal(row.measured().get(measure)));
          cells.add(decimal(published.percents().get(measure)));
          cells.add(decimal(row.difference().get(measure)));
        }
        printer.printRecord(cells);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a StringBuilder has none
    }
    return text.toString();
  }

  /** Without the last digits of binary fractions. */
  private static String decimal(Double value) {
    return value == null
        ? null
        : BigDecimal.valueOf(value)
            .setScale(6, RoundingMode.HALF_UP)
            .stripTrailingZeros()
            .toPlainString();
  }
}
