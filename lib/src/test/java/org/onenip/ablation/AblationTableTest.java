package org.onenip.ablation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.onenip.evaluation.Figures;
import org.onenip.evaluation.Measure;
import org.onenip.report.CsvTable;
import org.onenip.report.LatexTable;
import org.onenip.report.MarkdownTable;

/** Means, deviations and paired differences against hand-worked numbers, and what shows them. */
class AblationTableTest {
  private static GridRow row(String name) {
    return new GridRow(name, null, null, null, false, new JsonObject(), new JsonObject());
  }

  private static Cell cell(String row, long seed, double auroc, Double pixelAp) {
    var figures = new Figures(auroc, auroc, auroc, null, pixelAp, null, null, 10, 1.0);
    return new Cell(row, seed, Map.of("a|b", figures), figures, List.of("beware " + seed));
  }

  private static AblationTable table(Cell... cells) {
    var names = Arrays.stream(cells).map(Cell::row).distinct().toList();
    var rows = names.stream().map(AblationTableTest::row).toList();
    return AblationTable.of(new Grid("grid", "about <it>", rows), List.of(cells));
  }

  private static final AblationTable TABLE =
      table(
          cell("first", 1, 0.5, 0.2),
          cell("a_row & 50% <b>", 1, 0.6, 0.1),
          cell("first", 2, 0.7, 0.3),
          cell("a_row & 50% <b>", 2, 0.8, 0.5),
          cell("first", 3, 0.9, 0.4),
          cell("a_row & 50% <b>", 3, 1.0, 0.3));

  @Test
  void meansAndDeviationsAreThoseOfTheSeeds() {
    var first = TABLE.lines().get(0);
    assertEquals(List.of(1L, 2L, 3L), first.seeds());
    assertEquals(0.7, first.estimates().get(Measure.IMAGE_AUROC).mean(), 1e-12);
    assertEquals(0.2, first.estimates().get(Measure.IMAGE_AUROC).deviation(), 1e-12);
    assertTrue(first.differences().isEmpty());
    assertFalse(first.estimates().containsKey(Measure.AUPRO), "no cell has it");
  }

  @Test
  void differencesArePairedBySeed() {
    var second = TABLE.lines().get(1).differences();
    var auroc =
        second.get(Measure.IMAGE_AUROC); // +0.1 in each pair, though the seeds differ by 0.2
    assertEquals(0.1, auroc.mean(), 1e-12);
    assertEquals(0.1, auroc.low(), 1e-9);
    assertTrue(auroc.clear());
    var pixels = second.get(Measure.PIXEL_AP); // -0.1, +0.2, -0.1: deviation 0.1732, t(2) = 4.3027
    assertEquals(0, pixels.mean(), 1e-12);
    assertEquals(4.302653 * Math.sqrt(0.03) / Math.sqrt(3), pixels.high(), 1e-6);
    assertEquals(-pixels.high(), pixels.low(), 1e-12);
    assertFalse(pixels.clear());
  }

  @Test
  void aSingleSeedHasNeitherDeviationNorInterval() {
    var table = table(cell("first", 7, 0.5, null), cell("second", 7, 0.6, null));
    var second = table.lines().get(1);
    assertNull(second.estimates().get(Measure.IMAGE_AUROC).deviation());
    assertNull(second.differences().get(Measure.IMAGE_AUROC).low());
    assertFalse(second.differences().containsKey(Measure.PIXEL_AP));
    assertTrue(
        MarkdownTable.of(AblationFigures.shown(table, ""))
            .contains("| second | 1 | 60.0 | 60.0 | – | – | – | +10.0 | – |"));
  }

  @Test
  void seedsThatOnlyOneRowHasAreNotPaired() {
    var table =
        table(cell("first", 1, 0.5, 0.1), cell("second", 1, 0.7, 0.1), cell("second", 2, 0.1, 0.1));
    assertEquals(0.2, table.lines().get(1).differences().get(Measure.IMAGE_AUROC).mean(), 1e-12);
    assertEquals(2, table.lines().get(1).estimates().get(Measure.IMAGE_AUROC).count());
  }

  @Test
  void textsShowWhatTheNumbersSay() throws IOException {
    var markdown = MarkdownTable.of(AblationFigures.shown(TABLE, ""));
    assertTrue(markdown.contains("| first | 3 | 70.0 ± 20.0 |"), markdown);
    assertTrue(markdown.contains("**+10.0 [+10.0, +10.0]** | +0.0 [−43.0, +43.0] |"), markdown);
    var latex = LatexTable.of(AblationFigures.shown(TABLE, ""));
    assertTrue(latex.contains("a\\_row \\& 50\\% <b> & 3 & 80.0 $\\pm$ 20.0"), latex);
    var writer = new StringWriter();
    CsvTable.write(AblationFigures.measured(TABLE), writer);
    var lines = writer.toString().lines().toList();
    assertEquals("row,seed,class,i_auroc,i_ap,p_auroc,p_ap,aupro", lines.get(0));
    assertEquals("first,1,a|b,0.5,0.5,,0.2,", lines.get(1));
    assertEquals(1 + 2 * 6, lines.size(), "each cell has a class and the mean");
    var json = JsonParser.parseString(TableJson.of(TABLE)).getAsJsonObject();
    var second = json.getAsJsonArray("rows").get(1).getAsJsonObject().getAsJsonObject("metrics");
    assertEquals(
        0.1,
        second.getAsJsonObject("i_auroc").getAsJsonObject("difference").get("mean").getAsDouble(),
        1e-12);
  }

  @Test
  void thePageHoldsTheTableAndEscapesNames(@TempDir Path folder) throws IOException {
    var file = folder.resolve("table.html");
    TablePage.write(file, TABLE, "onenip ablate");
    var page = Files.readString(file);
    assertTrue(page.contains("a_row &amp; 50% &lt;b&gt;"));
    assertFalse(page.contains("50% <b>"));
    assertTrue(page.contains("<li>first, seed 2: beware 2</li>"));
    assertTrue(page.contains("70.0 ± 20.0"));
    assertTrue(page.contains("data-chart=\"metric-2\""), "image AUROC, image AP and pixel AP");
    assertFalse(page.contains("data-chart=\"metric-3\""), "no seed has AUPRO");
  }

  @Test
  void rowsWithoutResultsAreLeftOut() {
    var grid = new Grid("grid", "", List.of(row("first"), row("second")));
    var table = AblationTable.of(grid, new ArrayList<>(List.of(cell("second", 1, 0.5, 0.5))));
    assertEquals(List.of("second"), table.lines().stream().map(AblationTable.Line::name).toList());
    assertTrue(table.lines().get(0).differences().isEmpty());
  }
}
