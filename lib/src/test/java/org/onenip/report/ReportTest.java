package org.onenip.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.onenip.data.PixelMask;
import org.onenip.data.RgbImage;
import org.onenip.data.Sample;
import org.onenip.detect.AnomalyMap;
import org.onenip.evaluation.ClassCurves;
import org.onenip.evaluation.Curve;
import org.onenip.evaluation.Evaluation;
import org.onenip.evaluation.Figures;
import org.onenip.evaluation.GalleryItem;
import org.onenip.evaluation.ImageResult;
import org.onenip.evaluation.SkippedImage;
import org.onenip.support.UserError;

class ReportTest {
  private static final String HOSTILE = "<script>alert(1)</script>";
  private static final int SIDE = 8;

  @TempDir Path folder;

  @Test
  void jsonHasExactlyTheAgreedKeysAndWritesNullsOut() throws Exception {
    report(List.of()).write(folder);
    var text = Files.readString(folder.resolve("report.json"));
    var json = JsonParser.parseString(text).getAsJsonObject();
    var keys =
        Set.of(
            ("i_auroc i_ap p_auroc p_ap aupro i_f1max p_f1max images prompt_hit_rate").split(" "));
    assertEquals(
        Set.of("classes", "mean", "groups", "skipped", "images_per_second"), json.keySet());
    var classes = json.getAsJsonObject("classes");
    assertEquals(Set.of(HOSTILE, "bottle", "solar"), classes.keySet());
    for (var name : classes.keySet()) {
      assertEquals(keys, classes.getAsJsonObject(name).keySet());
    }
    assertEquals(keys, json.getAsJsonObject("mean").keySet());
    assertEquals(Set.of("structural", "camouflaged"), json.getAsJsonObject("groups").keySet());
    var solar = classes.getAsJsonObject("solar");
    assertTrue(solar.get("p_ap").isJsonNull() && solar.get("aupro").isJsonNull());
    assertEquals(0.91, solar.get("i_auroc").getAsDouble());
    assertEquals(12.5, json.get("images_per_second").getAsDouble());
    var skipped = json.getAsJsonArray("skipped").get(0).getAsJsonObject();
    assertEquals("bad.png", skipped.get("file").getAsString());
    assertEquals("bad.png is no image <b>.", skipped.get("reason").getAsString());
    assertFalse(text.contains("NaN"));
  }

  @Test
  void pageShowsEveryClassAndEscapesHostileNames() throws Exception {
    var html = page(report(List.of(entry(1), entry(2))));
    assertFalse(html.contains("<script>alert"), "a class name became a script");
    assertFalse(html.contains("<img src=x"), "a warning became an element");
    assertTrue(html.contains("&lt;script&gt;alert(1)&lt;/script&gt;"));
    assertTrue(html.contains("bottle") && html.contains("solar"));
    assertEquals(
        count(html, "<script\\b"), count(html, "</script>"), "a text ended a script element");
  }

  @Test
  void pageNamesTheSkippedImagesBeforeItsFigures() throws Exception {
    var html = page(report(List.of()));
    int note = html.indexOf("1 test image is left out of all figures");
    int reason = html.indexOf("<li>bad.png is no image &lt;b&gt;.</li>");
    assertTrue(0 < note && note < reason && reason < html.indexOf("<h2>Figures</h2>"));
  }

  @Test
  void chartsOfThePageAreJsonThatGivesTheNameBack() throws Exception {
    var html = page(report(List.of(entry(1))));
    var scripts =
        Pattern.compile("<script type=\"application/json\" id=\"(.+?)\">(.*?)</script>")
            .matcher(html);
    var titles = new ArrayList<String>();
    while (scripts.find()) {
      var chart = JsonParser.parseString(scripts.group(2)).getAsJsonObject();
      for (var trace : chart.getAsJsonArray("data")) {
        titles.add(trace.getAsJsonObject().get("name").getAsString());
      }
    }
    assertTrue(titles.contains("&lt;script&gt;alert(1)&lt;/script&gt;"), titles.toString());
    assertTrue(titles.contains("Total loss"));
  }

  @Test
  void pageLoadsNothing() throws Exception {
    var html = page(report(List.of(entry(1))));
    assertEquals(
        0, count(html, "(?i)<[^<>]*\\s(src|href|action|srcset)\\s*=\\s*[\"']?(?!data:)[a-z/.]"));
    assertEquals(0, count(html, "(?i)url\\(|@import|<link|<iframe|<object"));
    assertEquals(0, count(html, "https?://"));
  }

  @Test
  void pageCarriesTheWholePlotlyOnce() throws Exception {
    var html = page(report(List.of()));
    var packed = Pattern.compile("id=\"plotly\">([^<]+)<").matcher(html);
    assertTrue(packed.find());
    var bytes = Base64.getDecoder().decode(packed.group(1));
    try (var script = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      assertTrue(
          new String(script.readAllBytes(), StandardCharsets.UTF_8).contains("plotly.js v2.35.3"));
    }
    assertFalse(packed.find());
  }

  @Test
  void leavesTheTrainingOutWhereThereIsNoLog() throws Exception {
    assertTrue(page(report(List.of(entry(1)))).contains("<h2>Training</h2>"));
    assertFalse(page(report(List.of())).contains("<h2>Training</h2>"));
  }

  @Test
  void listsTheWorstMissFirstAndNamesWhatWentWrong() throws Exception {
    var html = page(report(List.of()));
    assertTrue(html.contains("<span class=\"badge missed\">missed: 1</span>"));
    var tiles = Pattern.compile("data-decision=\"(\\w+)\"").matcher(html);
    var order = new ArrayList<String>();
    while (tiles.find()) {
      order.add(tiles.group(1));
    }
    assertEquals(List.of("missed", "right", "none"), order);
  }

  @Test
  void anUnwritableFolderIsToldInOneSentence() throws Exception {
    var file = Files.writeString(folder.resolve("taken"), "a file, not a folder");
    var error = assertThrows(UserError.class, () -> report(List.of()).write(file));
    assertTrue(error.getMessage().contains("taken"));
  }

  @Test
  void hottestColourLiesOnTheHighestValue() {
    var values = new float[SIDE * SIDE];
    Arrays.fill(values, 0.2f);
    values[10] = 1.1f;
    values[37] = 5;
    var map = map(values, 1);
    var black = new RgbImage(SIDE, SIDE, new byte[SIDE * SIDE * 3]);
    var picture = HeatMap.of(map).over(black, map);
    int hottest = 0;
    for (int i = 0; i < values.length; i++) {
      if (lightness(picture, i) > lightness(picture, hottest)) {
        hottest = i;
      }
    }
    assertEquals(37, hottest);
    assertEquals(0, lightness(picture, 0), "far below the threshold the image shines through");
    assertTrue(lightness(picture, 10) > 60, "at the threshold the colour is plain");
  }

  @Test
  void outlineRunsAroundTheMaskAndLeavesItFree() {
    var flags = new boolean[SIDE * SIDE];
    flags[3 * SIDE + 3] = true;
    var picture = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
    Overlays.outline(picture, new PixelMask(SIDE, SIDE, flags));
    assertEquals(0, lightness(picture, 3 * SIDE + 3));
    assertNotEquals(0, lightness(picture, 3 * SIDE + 4));
    assertEquals(0, lightness(picture, 3 * SIDE + 5));
  }

  private String page(Report report) throws Exception {
    report.write(folder);
    return Files.readString(folder.resolve("report.html"));
  }

  private static int lightness(BufferedImage picture, int pixel) {
    int rgb = picture.getRGB(pixel % SIDE, pixel / SIDE);
    return (rgb >> 16 & 255) + (rgb >> 8 & 255) + (rgb & 255);
  }

  private static int count(String text, String pattern) {
    return (int) Pattern.compile(pattern).matcher(text).results().count();
  }

  private static Report report(List<JsonObject> log) {
    var config = new JsonObject();
    config.addProperty("seed", 133);
    config.add("model", new JsonObject());
    config.getAsJsonObject("model").addProperty("width", 192);
    return new Report(
        evaluation(), config, log, List.of("<img src=x onerror=alert(2)>"), Duration.ofSeconds(75));
  }

  private static JsonObject entry(int step) {
    var entry = new JsonObject();
    entry.addProperty("step", step);
    entry.addProperty("loss", 1.0 / step);
    return entry;
  }

  private static Evaluation evaluation() {
    var classes = new LinkedHashMap<String, Figures>();
    classes.put(HOSTILE, new Figures(0.99, 0.98, 0.97, 0.96, 0.5, 0.55, 0.9, 2, 1.0));
    classes.put("bottle", new Figures(0.8, 0.7, 0.6, 0.9, 0.4, 0.45, 0.7, 1, 1.0));
    classes.put("solar", new Figures(0.91, 0.9, 0.88, null, null, null, null, 1, null));
    var mean = new Figures(0.9, 0.86, 0.82, 0.93, 0.45, Double.NaN, 0.8, 4, 1.0);
    var line = Optional.of(new Curve(new double[] {0, 1}, new double[] {0, 1}));
    var curves = new LinkedHashMap<String, ClassCurves>();
    curves.put(HOSTILE, new ClassCurves(line, line, line, line));
    curves.put("solar", new ClassCurves(line, line, Optional.empty(), Optional.empty()));
    var right = new ImageResult(sample(HOSTILE, "good"), 0.5f, 1, HOSTILE, 0);
    var missed = new ImageResult(sample("bottle", "hole"), 0.4f, 1, HOSTILE, 0.1);
    var unsure = new ImageResult(sample("solar", "crack"), 2, Float.POSITIVE_INFINITY, null, 0);
    return new Evaluation(
        "three classes & more",
        classes,
        mean,
        Map.of("structural", mean, "camouflaged", mean),
        curves,
        List.of(right, missed, unsure),
        List.of(new SkippedImage(Path.of("bad.png"), "bad.png is no image <b>.")),
        List.of(item(unsure), item(right), item(missed)),
        12.5);
  }

  private static Sample sample(String className, String kind) {
    return new Sample(Path.of("000.png"), className, kind, Optional.empty());
  }

  private static GalleryItem item(ImageResult result) {
    var image = new RgbImage(SIDE, SIDE, new byte[SIDE * SIDE * 3]);
    var mask = new PixelMask(SIDE, SIDE, new boolean[SIDE * SIDE]);
    return new GalleryItem(
        result, image, map(new float[SIDE * SIDE], 1), Optional.of(mask), Optional.of(image));
  }

  private static AnomalyMap map(float[] values, float threshold) {
    return new AnomalyMap(SIDE, SIDE, values, 0.5f, false, "bottle", threshold, 1);
  }
}
