package org.onenip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.onenip.evaluation.Measure;
import org.onenip.evaluation.Percents;
import org.onenip.evaluation.PublishedFigures;
import org.onenip.evaluation.PublishedFigures.PublishedClass;
import org.onenip.evaluation.PublishedSet;

/** docs/reproduce.md has the published figures as the library has them, and no measured ones. */
class ReproduceDocTest {
  private static final String NOT_MEASURED = "not measured: no data here";
  private static final List<PublishedSet> SETS =
      List.of(PublishedSet.MVTEC, PublishedSet.BTAD, PublishedSet.VISA);

  private static List<String> lines;

  @BeforeAll
  static void read() throws IOException {
    lines = Files.readAllLines(Path.of("docs/reproduce.md"));
  }

  /** The paper prints one decimal, but 100 without. */
  private static String printed(Percents percents) {
    return join(percents, v -> v == 100 ? "100" : String.format(Locale.ROOT, "%.1f", v));
  }

  private static String rounded(Percents percents) {
    return join(percents, ReproduceDocTest::two);
  }

  private static String two(double value) {
    return BigDecimal.valueOf(value).setScale(2, RoundingMode.HALF_UP).toPlainString();
  }

  private static String join(Percents percents, Function<Double, String> format) {
    return Measure.PUBLISHED.stream()
        .map(measure -> format.apply(percents.get(measure)))
        .collect(Collectors.joining(" / "));
  }

  private static PublishedFigures paper(PublishedSet set, String method) {
    return PublishedFigures.paper(set, method);
  }

  private static Percents mean(PublishedFigures published, PublishedSet set) {
    return published.means().get(set);
  }

  private static void has(String... cells) {
    var row = "| " + String.join(" | ", cells) + " |";
    assertTrue(lines.contains(row), row);
  }

  @Test
  void table1() {
    for (var method : PublishedFigures.paperMethods(PublishedSet.MVTEC)) {
      var cells = new ArrayList<>(List.of(method + ", paper"));
      SETS.forEach(set -> cells.add(printed(mean(paper(set, method), set))));
      boolean ours = method.equals("UniAD") || method.equals("OneNIP");
      cells.add(ours ? NOT_MEASURED : "–");
      has(cells.toArray(String[]::new));
    }
    var cells = new ArrayList<>(List.of("OneNIP, v2 at 224"));
    SETS.forEach(set -> cells.add(rounded(mean(PublishedFigures.v2(set, 224), set))));
    cells.add(NOT_MEASURED);
    has(cells.toArray(String[]::new));
  }

  @Test
  void table2() {
    var uniAd = paper(PublishedSet.ALL, "UniAD");
    var oneNip = paper(PublishedSet.ALL, "OneNIP");
    var v2 = PublishedFigures.v2(PublishedSet.ALL, 224);
    for (var set : PublishedSet.values()) {
      var row = printed(mean(uniAd, set)) + " | " + printed(mean(oneNip, set)) + " | ";
      var whole = row + meanOfClasses(v2, set);
      assertTrue(lines.stream().anyMatch(line -> line.contains(whole)), whole);
    }
    assertEquals(rounded(mean(v2, PublishedSet.ALL)), meanOfClasses(v2, PublishedSet.ALL));
  }

  private static String meanOfClasses(PublishedFigures published, PublishedSet set) {
    var members =
        published.classes().stream()
            .filter(one -> set == PublishedSet.ALL || one.set() == set)
            .map(PublishedClass::percents)
            .toList();
    return Measure.PUBLISHED.stream()
        .map(measure -> members.stream().mapToDouble(one -> one.get(measure)).average())
        .map(mean -> two(mean.orElseThrow()))
        .collect(Collectors.joining(" / "));
  }

  @Test
  void table3() {
    for (var set : PublishedSet.values()) {
      var row =
          PublishedFigures.v2Sizes().stream()
              .map(size -> rounded(mean(PublishedFigures.v2(set, size), set)))
              .collect(Collectors.joining(" | "));
      assertTrue(lines.stream().anyMatch(line -> line.contains(row)), row);
    }
  }

  @Test
  void tables5And6() {
    for (var set : SETS) {
      var uniAd = paper(set, "UniAD");
      var oneNip = paper(set, "OneNIP");
      var v2 = PublishedFigures.v2(set, 224);
      for (int i = 0; i < oneNip.classes().size(); i++) {
        var name = oneNip.classes().get(i).name();
        has(
            set.title(),
            name,
            printed(uniAd.classes().get(i).percents()),
            printed(oneNip.classes().get(i).percents()),
            rounded(named(v2, name)),
            NOT_MEASURED);
      }
      has(
          set.title(),
          "Mean",
          printed(mean(uniAd, set)),
          printed(mean(oneNip, set)),
          rounded(mean(v2, set)),
          NOT_MEASURED);
    }
  }

  private static Percents named(PublishedFigures published, String name) {
    return published.classes().stream()
        .filter(one -> one.name().equalsIgnoreCase(name.replace(' ', '_')))
        .findFirst()
        .orElseThrow()
        .percents();
  }
}
