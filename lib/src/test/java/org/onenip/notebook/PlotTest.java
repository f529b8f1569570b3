package org.onenip.notebook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.onenip.report.LineStyle;

class PlotTest {
  private static final Plot EMPTY = Plot.of("a plot", "step", "loss (nats)");
  private static final double[] X = {0, 1, 2, 3};
  private static final List<String> CLASSES = List.of("bottle", "cable");

  @Test
  void linesHaveTheSameColoursOnThePageAndInThePicture() {
    var plot =
        EMPTY.line("a", X, new double[] {1, 1, 1, 1}).line("b", X, new double[] {2, 2, 2, 2});
    for (int i = 0; i < 2; i++) {
      var color = trace(plot, i).getAsJsonObject("line").get("color").getAsString();
      assertEquals(LineStyle.of(i).color(), color);
      assertTrue(shows(picture(plot), color), color);
    }
  }

  @Test
  void barsHaveTheSameColoursOnThePageAndInThePicture() {
    var plot = EMPTY.bars("a", CLASSES, 1, 2).bars("b", CLASSES, 2, 3);
    for (int i = 0; i < 2; i++) {
      var color = trace(plot, i).getAsJsonObject("marker").get("color").getAsString();
      assertEquals(LineStyle.of(i).color(), color);
      assertTrue(shows(picture(plot), color), color);
    }
  }

  @Test
  void histogramsShareTheirBinsAndCountEverything() {
    var plot = EMPTY.histogram("a", 0, 1, 2, Double.NaN).histogram("b", 2, 10);
    assertEquals(trace(plot, 0).get("x"), trace(plot, 1).get("x"));
    assertEquals(3, sum(trace(plot, 0)));
    assertEquals(2, sum(trace(plot, 1)));
  }

  @Test
  void aMarkRunsOverThePlotsWholeHeight() {
    var mark = trace(EMPTY.line("a", X, new double[] {3, 1, 2, 5}).mark("threshold", 1.5), 1);
    assertEquals("[1.5,1.5]", mark.get("x").toString());
    assertEquals("[1,5]", mark.get("y").toString());
  }

  @Test
  void aMatrixHasItsFirstRowOnTop() {
    var plot = EMPTY.matrix(2, 0, 0, 0, 1);
    assertEquals("[[0,0],[0,1]]", trace(plot, 0).get("z").toString());
    assertEquals("reversed", layout(plot).getAsJsonObject("yaxis").get("autorange").getAsString());
    var picture = picture(plot);
    assertEquals(0x000004, picture.getRGB(150, 80) & 0xffffff);
    assertEquals(0xfcffa4, picture.getRGB(450, 250) & 0xffffff);
  }

  @Test
  void aLargeMatrixStaysAPicture() {
    var html = EMPTY.matrix(196, new float[196 * 196]).html();
    assertFalse(html.contains("data-onenip-plot"));
    assertEquals(Plot.WIDTH, Page.pictures(html).get(0).getWidth());
  }

  @Test
  void aLongLineIsThinned() {
    var steps = IntStream.rangeClosed(1, 10_000).boxed().toList();
    var x = trace(EMPTY.line("a", steps, step -> step, step -> step), 0).getAsJsonArray("x");
    assertTrue(x.size() <= 801, x.size() + " points");
    assertEquals(10_000, x.get(x.size() - 1).getAsInt());
  }

  @Test
  void aPlotIsSmall() {
    var html = EMPTY.line("a", X, X).caption("small").html();
    assertTrue(html.length() < 20_000, html.length() + " characters");
  }

  @Test
  void textsAreEscapedAndAxesNamed() {
    var html =
        Plot.of(Page.HOSTILE, Page.HOSTILE, "loss")
            .line(Page.HOSTILE, X, X)
            .caption(Page.HOSTILE)
            .html();
    assertFalse(html.contains("<img src=x"));
    assertEquals(1, html.split("</script>", -1).length - 1);
    var chart = Page.json(html, "onenip-plot").getAsJsonObject().getAsJsonObject("layout");
    var title = chart.getAsJsonObject("xaxis").getAsJsonObject("title").get("text").getAsString();
    assertTrue(title.startsWith("&lt;/script&gt;"), title);
    assertEquals(1, Page.pictures(html).size());
  }

  @Test
  void whatCannotBeDrawnLeavesAGap() {
    double none = Double.NaN;
    assertEquals(
        "null",
        trace(EMPTY.line("a", X, new double[] {1, none, 2, 3}), 0)
            .getAsJsonArray("y")
            .get(1)
            .toString());
    for (var plot :
        List.of(
            EMPTY,
            EMPTY.logarithmic().line("a", X, new double[] {-1, 0, 1, 10}),
            EMPTY.logarithmic().histogram("a", X),
            EMPTY.line("a", X, new double[] {none, none, none, none}).mark("m", 1),
            EMPTY.line("a", new double[] {1}, new double[] {1}),
            EMPTY.points("a", X, new double[] {1e-12, 1e-12, 1e-12, 2e-12}),
            EMPTY.histogram("a", none))) {
      assertTimeoutPreemptively(Duration.ofSeconds(20), () -> picture(plot));
    }
  }

  @Test
  void whatDoesNotGoTogetherIsRefused() {
    var line = EMPTY.line("a", X, X);
    assertThrows(IllegalArgumentException.class, () -> line.line("a", X, X));
    assertThrows(IllegalArgumentException.class, () -> line.bars("b", CLASSES, 1, 2));
    assertThrows(IllegalArgumentException.class, () -> line.matrix(1, 0));
    assertThrows(IllegalArgumentException.class, () -> EMPTY.line("a", X, new double[3]));
    assertThrows(
        IllegalArgumentException.class, () -> EMPTY.bars("a", CLASSES, 1, 2).logarithmic());
  }

  private static JsonObject chart(Plot plot) {
    return Page.json(plot.html(), "onenip-plot").getAsJsonObject();
  }

  private static JsonObject layout(Plot plot) {
    return chart(plot).getAsJsonObject("layout");
  }

  private static JsonObject trace(Plot plot, int index) {
    return chart(plot).getAsJsonArray("data").get(index).getAsJsonObject();
  }

  private static BufferedImage picture(Plot plot) {
    return Page.pictures(plot.html()).get(0);
  }

  private static int sum(JsonObject histogram) {
    int sum = 0;
    for (var count : histogram.getAsJsonArray("y")) {
      sum += count.getAsInt();
    }
    return sum;
  }

  private static boolean shows(BufferedImage picture, String color) {
    int rgb = Color.decode(color).getRGB();
    return IntStream.range(0, picture.getWidth() * picture.getHeight())
        .anyMatch(i -> picture.getRGB(i % picture.getWidth(), i / picture.getWidth()) == rgb);
  }
}
