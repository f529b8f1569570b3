package org.onenip.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * A table, whatever it is shown as: {@link TextTable}, {@link MarkdownTable}, {@link LatexTable},
 * {@link CsvTable} and {@link HtmlTable} write it. Immutable.
 *
 * @param columns from left to right
 * @param sections from top to bottom, each row with a cell for each column
 */
public record TableModel(List<Column> columns, List<Section> sections) {
  private static final String NONE = "–";

  /** Where the texts of a column stand. */
  public enum Alignment {
    LEFT,
    RIGHT,
    /** As each format has it by itself. */
    ANY
  }

  /** What sets a cell apart. */
  public enum Emphasis {
    NONE,
    STRONG,
    /** The best of its column or row. */
    BEST,
    /** The worst of them. */
    WORST
  }

  /**
   * A column.
   *
   * @param group heading above this column and its neighbours of the same group; may be empty
   * @param width characters that plain text gives it at least
   */
  public record Column(String group, String heading, Alignment alignment, int width) {
    /** A column of its own. */
    public static Column of(String heading, Alignment alignment) {
      return new Column("", heading, alignment, 0);
    }

    /** Of texts. */
    public static Column left(String heading) {
      return of(heading, Alignment.LEFT);
    }

    /** Of numbers. */
    public static Column right(String heading) {
      return of(heading, Alignment.RIGHT);
    }

    /** The same below a heading that it shares with its neighbours. */
    public Column under(String group) {
      return new Column(group, heading, alignment, width);
    }

    /** The same, in plain text not narrower than this. */
    public Column atLeast(int width) {
      return new Column(group, heading, alignment, width);
    }
  }

  /**
   * A cell.
   *
   * @param text for people; spaces at its ends count in plain text alone
   * @param number for programs, not rounded; {@code null} where the cell is a text
   */
  public record Cell(String text, Number number, Emphasis emphasis) {
    /** What is not there: a dash for people, nothing for programs. */
    public static final Cell EMPTY = of(NONE);

    /** A text. */
    public static Cell of(String text) {
      return of(text, null);
    }

    /** A number with a text of its own. */
    public static Cell of(String text, Number number) {
      return new Cell(text, number, Emphasis.NONE);
    }

    /** A number that people see with so many decimals; {@link #EMPTY} for null and NaN. */
    public static Cell of(Number value, int decimals) {
      return value == null || Double.isNaN(value.doubleValue())
          ? EMPTY
          : of(String.format(Locale.ROOT, "%." + decimals + "f", value.doubleValue()), value);
    }

    /** A rate in 0…1 as per cent with one decimal; {@link #EMPTY} for null and NaN. */
    public static Cell percent(Double rate) {
      return rate == null ? EMPTY : of(100 * rate, 1);
    }

    /** Whether it is bold where there are no colours. */
    boolean bold() {
      return emphasis == Emphasis.STRONG || emphasis == Emphasis.BEST;
    }

    /** The same, set apart. */
    public Cell with(Emphasis emphasis) {
      return new Cell(text, number, emphasis);
    }
  }

  /**
   * Rows that belong together.
   *
   * @param name what they are, as a page's style sheet knows it; may be empty
   * @param title above them; may be empty
   */
  public record Section(String name, String title, List<List<Cell>> rows) {}

  /** Neighbours of the same group. */
  record Span(String title, int first, int width) {
    int last() {
      return first + width - 1;
    }
  }

  /**
   * Checks the rows.
   *
   * @throws IllegalArgumentException if one has more or fewer cells than there are columns
   */
  public TableModel {
    columns = List.copyOf(columns);
    sections = List.copyOf(sections);
    for (var section : sections) {
      for (var row : section.rows()) {
        if (row.size() != columns.size()) {
          throw new IllegalArgumentException(
              "%d cells in %d columns".formatted(row.size(), columns.size()));
        }
      }
    }
  }

  /** A table of one section. */
  public static TableModel of(List<Column> columns, List<List<Cell>> rows) {
    return new TableModel(columns, List.of(new Section("", "", rows)));
  }

  /** The headings of the columns. */
  List<String> headings() {
    return columns.stream().map(Column::heading).toList();
  }

  /** The groups above them from left to right; empty where no column has one. */
  List<Span> groups() {
    var spans = new ArrayList<Span>();
    int first = 0;
    for (int i = 1; i <= columns.size(); i++) {
      if (i == columns.size() || !columns.get(i).group().equals(columns.get(first).group())) {
        spans.add(new Span(columns.get(first).group(), first, i - first));
        first = i;
      }
    }
    return spans.stream().allMatch(span -> span.title().isEmpty()) ? List.of() : spans;
  }

  /** All rows, whatever section they are in. */
  Stream<List<Cell>> rows() {
    return sections.stream().flatMap(section -> section.rows().stream());
  }

  /** A text on one line, without what a terminal would obey. */
  static String line(String text) {
    return text.replaceAll("\\p{Cc}", " ");
  }
}
