package org.onenip.ablation;

import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.commons.csv.CSVFormat;
import org.onenip.evaluation.Figures;
import org.onenip.evaluation.Measure;

/** An ablation's table as text, in per cent. */
public final class TableText {
  private static final String NONE = "–";

  /** The two metrics by which the paper argues. */
  private static final List<Measure> DIFFERENCES = List.of(Measure.IMAGE_AUROC, Measure.PIXEL_AP);

  private TableText() {}

  /** For a README: Markdown. */
  public static String markdown(AblationTable table) {
    var text = new StringBuilder("| |");
    var rule = new StringBuilder("\n| --- |");
    for (var title : titles()) {
      text.append(" ").append(title).append(" |");
      rule.append(" --- |");
    }
    text.append(rule).append("\n");
    for (var line : table.lines()) {
      text.append("| ").append(line.name().replace("|", "\\|")).append(" |");
      cells(line).forEach(cell -> text.append(" ").append(strong(cell)).append(" |"));
      text.append("\n");
    }
    return text.toString();
  }

  private static String strong(Entry cell) {
    return cell.clear() ? "**" + cell.text() + "**" : cell.text();
  }

  /** For a paper: a tabular of the packages {@code booktabs}. */
  public static String latex(AblationTable table) {
    var text = new StringBuilder();
    text.append("\\begin{tabular}{l%s}\n".formatted("c".repeat(titles().size())));
    text.append("\\toprule\n");
    titles().forEach(title -> text.append(" & ").append(tex(title)));
    text.append(" \\\\\n\\midrule\n");
    for (var line : table.lines()) {
      text.append(tex(line.name()));
      cells(line).forEach(cell -> text.append(" & ").append(tex(cell.text())));
      text.append(" \\\\\n");
    }
    return text.append("\\bottomrule\n\\end{tabular}\n").toString();
  }

  private static String tex(String text) {
    return text.chars()
        .mapToObj(
            c ->
                switch (c) {
                  case '±' -> "$\\pm$";
                  case '−' -> "$-$";
                  case '–' -> "--";
                  case 'Δ' -> "$\\Delta$";
                  case 'κ' -> "$\\kappa$";
                  case '×' -> "$\\times$";
                  case '\\' -> "\\textbackslash{}";
                  case '~' -> "\\textasciitilde{}";
                  case '^' -> "\\textasciicircum{}";
                  case '&', '%', '$', '#', '_', '{', '}' -> "\\" + (char) c;
                  default -> Character.toString(c);
                })
        .collect(Collectors.joining());
  }

  /** For further reckoning: a line for each row, seed and class, rates in 0…1. */
  public static void csv(AblationTable table, Writer writer) throws IOException {
    var header = new ArrayList<>(List.of("row", "seed", "class"));
    Arrays.stream(Measure.values()).map(Measure::key).forEach(header::add);
    var format = CSVFormat.DEFAULT.builder().setHeader(header.toArray(String[]::new)).get();
    try (var printer = format.print(writer)) {
      for (var cell : table.cells()) {
        for (var entry : cell.classes().entrySet()) {
          printer.printRecord(values(cell, entry.getKey(), entry.getValue()));
        }
        printer.printRecord(values(cell, "mean", cell.mean()));
      }
    }
  }

  private static List<Object> values(Cell cell, String className, Figures figures) {
    var values = new ArrayList<Object>(List.of(cell.row(), cell.seed(), className));
    Arrays.stream(Measure.values()).map(measure -> measure.of(figures)).forEach(values::add);
    return values;
  }

  /** The columns behind the row's name. */
  static List<String> titles() {
    var titles = new ArrayList<>(List.of("seeds"));
    for (var measure : Measure.values()) {
      titles.add(measure.title());
    }
    DIFFERENCES.forEach(measure -> titles.add("Δ " + measure.title()));
    return titles;
  }

  /**
   * A cell of the table.
   *
   * @param clear whether it is a difference whose confidence interval leaves out zero
   */
  record Entry(String text, boolean clear) {}

  /** A row's values, in the order of {@link #titles}. */
  static List<Entry> cells(AblationTable.Line line) {
    var cells = new ArrayList<>(List.of(new Entry(Integer.toString(line.seeds().size()), false)));
    for (var measure : Measure.values()) {
      cells.add(new Entry(text(line.estimates().get(measure)), false));
    }
    for (var measure : DIFFERENCES) {
      var difference = line.differences().get(measure);
      cells.add(new Entry(text(difference), difference != null && difference.clear()));
    }
    return cells;
  }

  private static String text(Estimate estimate) {
    if (estimate == null) {
      return NONE;
    }
    var mean = points(estimate.mean());
    return estimate.deviation() == null ? mean : mean + " ± " + points(estimate.deviation());
  }

  private static String text(PairedDifference difference) {
    if (difference == null) {
      return NONE;
    }
    var mean = signed(difference.mean());
    return difference.low() == null
        ? mean
        : "%s [%s, %s]".formatted(mean, signed(difference.low()), signed(difference.high()));
  }

  private static String points(double rate) {
    return String.format(Locale.ROOT, "%.1f", 100 * rate);
  }

  private static String signed(double rate) {
    var text = String.format(Locale.ROOT, "%+.1f", 100 * rate);
    return text.equals("-0.0") ? "+0.0" : text.replace('-', '−');
  }
}
