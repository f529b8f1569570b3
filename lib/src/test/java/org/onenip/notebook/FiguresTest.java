package org.onenip.notebook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.onenip.data.PixelMask;
import org.onenip.data.RgbImage;
import org.onenip.detect.StepLog;

class FiguresTest {
  private static final int GRID = 14;

  @Test
  void setUpCarriesPlotlyAndTheCommittedFormDoesNot() {
    assertTrue(Notebook.interactive().length() > 3_000_000);
    assertTrue(Notebook.still().length() < 200);
    assertFalse(Notebook.still().contains("<script"));
  }

  @Test
  void figuresLoadNothingFromTheNetwork() {
    var image = image(64);
    var all =
        Stream.of(
            Notebook.interactive(),
            Plot.of("a", "x", "y").line("l", new double[2], new double[2]).html(),
            Pictures.row().add(image, "a").html(),
            Slider.of("step").frame("0", image).frame("1", image).html(),
            clickMap().html(),
            Table.of("a").row(1).html());
    assertTrue(
        all.noneMatch(
            html ->
                Pattern.compile("(?i)https?://|@import|<link|<iframe|url\\(")
                    .matcher(html)
                    .find()));
  }

  @Test
  void picturesAreScaledDownAndTinyOnesEnlarged() {
    var html = Pictures.row().add(image(600), Page.HOSTILE).add(image(8), "a map").html();
    var shown = Page.pictures(html);
    assertEquals(160, shown.get(0).getWidth());
    assertEquals(8, shown.get(1).getWidth());
    assertTrue(html.contains("width=\"160\" height=\"160\" alt=\"a map\""));
    assertFalse(html.contains("<img src=x"));
  }

  @Test
  void masksAndMapsBecomePictures() {
    var mask = new PixelMask(2, 1, new boolean[] {false, true});
    var html = Pictures.row().add(mask, "a mask").add(2, new float[] {3, 5}, "a map").html();
    var shown = Page.pictures(html);
    assertEquals(0xffffffff, shown.get(0).getRGB(1, 0));
    assertEquals(0xff000004, shown.get(1).getRGB(0, 0));
    assertEquals(0xfffcffa4, shown.get(1).getRGB(1, 0));
  }

  @Test
  void aSliderShowsItsStartWithoutScripts() {
    var slider = Slider.of("step").frame("0", "<p>none</p>").frame(Page.HOSTILE, "<p>it's</p>");
    var bare = Page.withoutScripts(slider.startAt(1).html());
    assertTrue(bare.contains("<p>it's</p>") && !bare.contains("<p>none") && !bare.contains("<img"));
    var content = Page.json(slider.html(), "onenip-slider").getAsJsonObject();
    var frame = content.getAsJsonArray("frames").get(1).getAsJsonObject();
    assertEquals(Page.HOSTILE, frame.get("label").getAsString());
    assertEquals("<p>it's</p>", frame.get("html").getAsString());
  }

  @Test
  void aClickMapHasASmallPictureForEachToken() {
    var html = clickMap().html();
    assertTrue(html.length() < 90_000, html.length() + " characters");
    var maps = Page.json(html, "onenip-click-map").getAsJsonObject().getAsJsonArray("maps");
    assertEquals(GRID * GRID, maps.size());
    var map = Page.picture(maps.get(3).getAsString());
    assertEquals(GRID, map.getWidth());
    assertEquals(0xfcffa4, map.getRGB(3, 0) & 0xffffff, "the token itself is the hottest");
    assertEquals(0, map.getRGB(4, 0) >>> 24, "nothing is transparent");
    assertEquals(320, Page.pictures(html).get(0).getWidth());
  }

  @Test
  void aClickMapAsksForOneMapAToken() {
    var image = new RgbImage(1, 1, new byte[3]);
    assertThrows(IllegalArgumentException.class, () -> ClickMap.of(image, new float[9]));
    assertThrows(IllegalArgumentException.class, () -> ClickMap.of(image, new float[12]));
  }

  @Test
  void tablesAlignNumbersAndMarkTheBest() {
    var table =
        Table.of("decoder", "AUROC (%)", "time (s)")
            .row(Page.HOSTILE, Spread.of(97, 98), 12.25)
            .row("UniAD", 96.2, 9)
            .row("none", null, null)
            .highest("AUROC (%)")
            .lowest("time (s)");
    var html = table.html();
    assertTrue(cell(html, "97.5 ± 0.7").contains("right;white-space:nowrap;font-weight:700"));
    assertTrue(cell(html, "96.2").contains("font-weight:400"));
    assertTrue(cell(html, "9.0").contains("font-weight:700"));
    assertTrue(cell(html, "UniAD").contains("text-align:left"));
    assertTrue(html.contains(">–</td>"));
    assertFalse(html.contains("<img"));
    assertThrows(IllegalArgumentException.class, () -> table.row("too few"));
    assertThrows(IllegalArgumentException.class, () -> table.highest("no such column"));
  }

  @Test
  void liveCurvesDoNotFloodThePage() {
    var shown = new ArrayList<String>();
    var curves = new LiveCurves(shown::add);
    curves.begin("training", 2000);
    for (int step = 1; step <= 2000; step++) {
      curves.step(
          new StepLog(step, Map.of("loss", 1.0 / step, "mse", 0.5, "dice", 0.2), 1, 1e-3, step));
      curves.progress(step, "loss");
    }
    curves.end();
    assertTrue(shown.size() < 20, shown.size() + " updates");
    assertFalse(shown.get(0).contains("data-onenip-plot"), "a picture while it runs");
    assertEquals(1, Page.pictures(shown.get(0)).size());
    var last = shown.get(shown.size() - 1);
    assertEquals(3, Page.json(last, "onenip-plot").getAsJsonObject().getAsJsonArray("data").size());
    assertTrue(last.contains("2000 of 2000"));
    curves.warn(Page.HOSTILE);
    assertFalse(shown.get(shown.size() - 1).contains("<img src=x"));
  }

  private static String cell(String html, String text) {
    var cell =
        Pattern.compile("<td style=\"([^\"]*)\">" + Pattern.quote(text) + "</td>").matcher(html);
    assertTrue(cell.find(), text);
    return cell.group(1);
  }

  /** Each token looks at itself only. */
  private static ClickMap clickMap() {
    int tokens = GRID * GRID;
    var maps = new float[tokens * tokens];
    for (int i = 0; i < tokens; i++) {
      maps[i * tokens + i] = 0.3f;
    }
    return ClickMap.of(new RgbImage(320, 320, new byte[320 * 320 * 3]), maps);
  }

  private static BufferedImage image(int side) {
    return new BufferedImage(side, side, BufferedImage.TYPE_INT_ARGB);
  }
}
