package org.onenip.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.onenip.data.check.DataCheck;
import org.onenip.support.Resources;
import org.onenip.support.UserError;

/** Which class is which, and what is subtracted from what. */
class PublishedComparisonTest {
  private static final double EXACT = 1e-9;

  private static Figures figures(double rate) {
    return new Figures(rate, rate, null, rate, rate, null, null, 10, null);
  }

  private static Map<String, Figures> figures(Iterable<String> names) {
    var figures = new LinkedHashMap<String, Figures>();
    names.forEach(name -> figures.put(name, figures(0.5)));
    return figures;
  }

  /** The published class folders by set, as {@code data check} knows them. */
  private static Map<PublishedSet, List<String>> folders() throws IOException {
    var folders = new EnumMap<PublishedSet, List<String>>(PublishedSet.class);
    var text = Resources.text(DataCheck.class, "published.csv");
    var format = CSVFormat.DEFAULT.builder().setHeader().setSkipHeaderRecord(true).get();
    try (var rows = format.parse(new StringReader(text))) {
      for (var row : rows) {
        var set = PublishedSet.valueOf(row.get("set").split(" ")[0].toUpperCase());
        folders.computeIfAbsent(set, key -> new ArrayList<>()).add(row.get("class"));
      }
    }
    return folders;
  }

  private static List<PublishedFigures> allOf(PublishedSet set) {
    var all = new ArrayList<PublishedFigures>();
    PublishedFigures.paperMethods(set).forEach(m -> all.add(PublishedFigures.paper(set, m)));
    PublishedFigures.v2Sizes().forEach(size -> all.add(PublishedFigures.v2(set, size)));
    return all;
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "ALL")
  void everyPublishedClassIsFoundByItsFoldersName(PublishedSet set) throws IOException {
    var folders = folders().get(set);
    for (var published : allOf(set)) {
      var comparison = PublishedComparison.of(figures(folders), published);
      assertEquals(folders.size(), comparison.rows().size(), published.title());
      assertEquals(List.of(), comparison.onlyMeasured(), published.title());
      assertEquals(List.of(), comparison.onlyPublished(), published.title());
    }
  }

  @Test
  void everyClassOfAMergedSetIsFound() throws IOException {
    var names = new ArrayList<String>();
    folders().forEach((set, classes) -> classes.forEach(name -> names.add(set + "/" + name)));
    assertEquals(30, names.size());
    for (var published : allOf(PublishedSet.ALL)) {
      var comparison = PublishedComparison.of(figures(names), published);
      assertEquals(30, comparison.rows().size(), published.title());
      for (var row : comparison.rows()) {
        assertTrue(row.name().startsWith(row.published().set() + "/"), row.name());
      }
      assertEquals(List.of(15, 3, 12, 30), comparison.means().stream().map(m -> m.of()).toList());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Metal Nut", "metal_nut", "MetalNut", "metal-nut", "mvtec/metal_nut"})
  void spellingsOfAClassAreTheSame(String name) {
    var published = PublishedFigures.paper(PublishedSet.MVTEC, "OneNIP");
    var row = PublishedComparison.of(figures(List.of(name)), published).rows().get(0);
    assertEquals("Metal Nut", row.published().name());
    assertEquals(50 - 74.1, row.difference().get(Measure.PIXEL_AP), EXACT);
  }

  @Test
  void capsuleIsNotCapsules() {
    var published = PublishedFigures.v2(PublishedSet.ALL, 224);
    var names = List.of("capsule", "capsules");
    for (var row : PublishedComparison.of(figures(names), published).rows()) {
      assertEquals(row.name(), row.published().name());
    }
  }

  @Test
  void ofTwoClassesOfOneNameThatOfTheSetIsTaken() {
    var published = PublishedFigures.paper(PublishedSet.MVTEC, "OneNIP");
    var comparison =
        PublishedComparison.of(figures(List.of("mine/bottle", "mvtec/bottle")), published);
    assertEquals("mvtec/bottle", comparison.rows().get(0).name());
    assertEquals(List.of("mine/bottle"), comparison.onlyMeasured());
    var two = figures(List.of("mine/bottle", "yours/bottle"));
    var e = assertThrows(UserError.class, () -> PublishedComparison.of(two, published));
    assertTrue(e.getMessage().contains("mine/bottle and yours/bottle"), e.getMessage());
  }

  @Test
  void meansAreOverWhatBothHave() {
    var published = PublishedFigures.paper(PublishedSet.MVTEC, "OneNIP");
    var measured = new LinkedHashMap<String, Figures>();
    measured.put("bottle", new Figures(1.0, 1.0, null, null, null, null, null, 83, null));
    measured.put("cable", figures(0.9));
    measured.put("zebra", figures(0.1));
    var comparison = PublishedComparison.of(measured, published);
    var mean = comparison.means().get(0);
    assertEquals(2, mean.classes());
    assertEquals(15, mean.of());
    assertEquals(95, mean.measured().get(Measure.IMAGE_AUROC), EXACT);
    assertEquals((100 + 99.0) / 2, mean.published().get(Measure.IMAGE_AUROC), EXACT);
    assertEquals(67.5, mean.published().get(Measure.PIXEL_AP), EXACT, "only cable has pixels");
    assertEquals(63.7, mean.printed().get(Measure.PIXEL_AP), EXACT);
    assertNull(comparison.rows().get(0).difference().get(Measure.PIXEL_AP));
    assertEquals(List.of("zebra"), comparison.onlyMeasured());
    assertEquals(13, comparison.onlyPublished().size());
  }

  /** Table 2's text: "94.5% vs. 92.6% in I-ROC", "52.4% vs. 39.1% in P-PR". */
  @Test
  void theMeansOfAMergedModelAreThoseOfTable2() {
    var oneNip = PublishedFigures.paper(PublishedSet.ALL, "OneNIP").means().get(PublishedSet.ALL);
    var uniAd = PublishedFigures.paper(PublishedSet.ALL, "UniAD").means().get(PublishedSet.ALL);
    assertEquals(94.5, oneNip.get(Measure.IMAGE_AUROC));
    assertEquals(52.4, oneNip.get(Measure.PIXEL_AP));
    assertEquals(92.6, uniAd.get(Measure.IMAGE_AUROC));
    assertEquals(39.1, uniAd.get(Measure.PIXEL_AP));
    assertNull(PublishedFigures.v2(PublishedSet.ALL, 320).means().get(PublishedSet.BTAD));
  }
}
