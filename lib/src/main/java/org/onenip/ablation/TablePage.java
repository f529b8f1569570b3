package org.onenip.ablation;

import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import org.onenip.evaluation.Measure;
import org.onenip.report.Chart;
import org.onenip.report.HtmlPage;
import org.onenip.report.HtmlTable;
import org.onenip.report.LineStyle;
import org.onenip.support.Json;

/** An ablation's table as a page: the table and a figure for each measure; it loads nothing. */
public final class TablePage {
  private static final int ROW_HEIGHT = 34;
  private static final int MARGINS = 90;

  private TablePage() {}

  /** Writes the page atomically. */
  public static void write(Path file, AblationTable table, String command) {
    var content = new HashMap<String, Object>();
    content.put("title", table.grid().name());
    content.put("about", table.grid().about());
    content.put("command", command);
    content.put("table", HtmlTable.of(AblationFigures.shown(table, "Row")));
    content.put("reference", table.lines().isEmpty() ? "" : table.lines().get(0).name());
    content.put("charts", charts(table));
    content.put("warnings", table.warnings());
    HtmlPage.write(file, "ablation.peb", content);
  }

  private static List<Chart> charts(AblationTable table) {
    var charts = new ArrayList<Chart>();
    for (var measure : Measure.values()) {
      if (table.lines().stream().anyMatch(line -> line.estimates().containsKey(measure))) {
        charts.add(chart(table, measure));
      }
    }
    return charts;
  }

  /** Rows from top to bottom: a small dot for each seed, a large one for their mean. */
  private static Chart chart(AblationTable table, Measure measure) {
    var names = table.lines().stream().map(line -> Chart.label(line.name())).toList();
    var seeds = new ArrayList<Double>();
    var seedRows = new ArrayList<String>();
    for (var cell : table.cells()) {
      var value = measure.of(cell.mean());
      if (value != null) {
        seeds.add(100 * value);
        seedRows.add(Chart.label(cell.row()));
      }
    }
    var means = new ArrayList<Double>();
    var meanRows = new ArrayList<String>();
    for (var line : table.lines()) {
      var estimate = line.estimates().get(measure);
      if (estimate != null) {
        means.add(100 * estimate.mean());
        meanRows.add(Chart.label(line.name()));
      }
    }
    var chart =
        Chart.of(
            measure.title() + ", per cent",
            "",
            "",
            List.of(
                dots("seed", seeds, seedRows, 7, LineStyle.of(5).color()),
                dots("mean", means, meanRows, 12, LineStyle.of(0).color())));
    chart.layout().addProperty("height", MARGINS + ROW_HEIGHT * names.size());
    return chart.yAxis(
        "type",
        "category",
        "categoryorder",
        "array",
        "categoryarray",
        names,
        "autorange",
        "reversed");
  }

  private static JsonObject dots(
      String name, List<Double> x, List<String> y, int size, String color) {
    var trace = Json.of("type", "scatter", "mode", "markers", "name", name, "y", y);
    trace.add("x", Chart.numbers(x.stream().mapToDouble(v -> v).toArray()));
    trace.add("marker", Json.of("size", size, "color", color));
    return trace;
  }
}
