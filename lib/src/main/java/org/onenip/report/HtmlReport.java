package org.onenip.report;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.onenip.evaluation.Evaluation;
import org.onenip.evaluation.Figures;

/**
 * The report for people: one HTML file that holds its pictures, its figures and the script that
 * draws them, and loads nothing.
 */
final class HtmlReport {
  private final Report report;

  HtmlReport(Report report) {
    this.report = report;
  }

  /** A headline number. */
  record Card(String label, String value, String unit) {}

  /** A class in the legend of the curves. */
  record LegendEntry(String name, LineStyle style) {}

  /** Writes the page atomically. */
  void write(Path file) {
    HtmlPage.write(file, "report.peb", content());
  }

  private Map<String, Object> content() {
    var evaluation = report.evaluation();
    var settings = Provenance.flattened(report.config());
    var content = new HashMap<String, Object>();
    content.put("dataset", evaluation.dataset());
    content.put("classCount", evaluation.classes().size());
    content.put("imageCount", evaluation.images().size());
    content.put("cards", cards(evaluation));
    content.put("skipped", evaluation.skipped());
    content.put("warnings", report.warnings());
    content.put("table", HtmlTable.of(FigureTable.of(evaluation)));
    content.put("curves", CurveCharts.of(evaluation));
    content.put("legend", legend(evaluation));
    content.put("losses", LossCharts.of(report.log()));
    content.put("scores", ScoreCharts.of(evaluation));
    content.put("decisions", decisions(evaluation));
    content.put("tiles", GalleryGrid.tiles(evaluation.gallery()));
    content.put("circumstances", Provenance.circumstances(report.trainingTime(), settings));
    content.put("settings", settings);
    return content;
  }

  private static List<Card> cards(Evaluation evaluation) {
    Figures mean = evaluation.mean();
    return List.of(
        new Card("Mean image AUROC", Format.percent(mean.imageAuroc()), "%"),
        new Card("Mean pixel AP", Format.percent(mean.pixelAp()), "%"),
        new Card("Mean AUPRO", Format.percent(mean.aupro()), "%"),
        new Card("Speed", Format.number(evaluation.imagesPerSecond()), "images/s"));
  }

  private static List<LegendEntry> legend(Evaluation evaluation) {
    var entries = new ArrayList<LegendEntry>();
    for (var name : evaluation.classes().keySet()) {
      entries.add(new LegendEntry(name, LineStyle.of(entries.size())));
    }
    return entries;
  }

  /** How many of all test images were missed, raised a false alarm, and so on. */
  private static Map<GalleryGrid.Decision, Integer> decisions(Evaluation evaluation) {
    var counts = new EnumMap<GalleryGrid.Decision, Integer>(GalleryGrid.Decision.class);
    evaluation
        .images()
        .forEach(image -> counts.merge(GalleryGrid.Decision.of(image), 1, Integer::sum));
    return counts;
  }
}
