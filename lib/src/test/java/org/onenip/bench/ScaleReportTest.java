package org.onenip.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.onenip.cli.Main;

/** What `bench --scale` writes of given figures. */
public class ScaleReportTest {
  /** An inference takes 0.1 s an image, the choice 1 µs a prompt, and so on. */
  private static double seconds(ScaleCurve curve, ScaleMeasure measure, int x) {
    return switch (measure) {
      case CHOOSING -> 1e-6 * x;
      case INFERENCE -> curve == ScaleCurve.BATCH ? 0.1 * x : 0.1;
      case FEATURES -> 1e-6 * x * x;
      case PIXEL_METRICS -> 0.002 * x;
    };
  }

  public static ScaleReport report() {
    var points = new ArrayList<ScalePoint>();
    for (var curve : ScaleCurve.values()) {
      for (int x : curve.points(true)) {
        var timings = new EnumMap<ScaleMeasure, Timings>(ScaleMeasure.class);
        for (var measure : curve.measures()) {
          double s = seconds(curve, measure, x);
          timings.put(measure, new Timings(List.of(2 * s, s, 3 * s)));
        }
        var peak = curve == ScaleCurve.MAPS ? Optional.of(512.0) : Optional.<Double>empty();
        points.add(new ScalePoint(curve, x, timings, peak));
      }
    }
    var quiet = new QuietCheck.Verdict(true, 0, new Timings(List.of(1.0, 1.0)));
    return new ScaleReport("lite2", 224, true, new Scale.Result(points, "PyTorch", 2, quiet));
  }

  private static JsonObject curve(JsonObject json, String curve, String measure) {
    for (var each : json.getAsJsonArray("curves")) {
      var object = each.getAsJsonObject();
      if (object.get("curve").getAsString().equals(curve)
          && object.get("measure").getAsString().equals(measure)) {
        return object;
      }
    }
    throw new AssertionError("no curve " + curve + " of " + measure);
  }

  @Test
  void everyCurveHasItsExponentAndTheRangeOfIt() {
    var json = JsonParser.parseString(report().json()).getAsJsonObject();
    assertEquals("lite2", json.get("backbone").getAsString());
    assertTrue(json.getAsJsonObject("quiet").get("quiet").getAsBoolean());
    var batch = curve(json, "batch", "inference").getAsJsonObject("fit");
    assertEquals(1, batch.get("exponent").getAsDouble(), 1e-9);
    assertEquals(4, batch.get("from").getAsInt());
    assertEquals(32, batch.get("to").getAsInt());
    var side = curve(json, "size", "features").getAsJsonObject("fit");
    assertEquals(2, side.get("exponent").getAsDouble(), 1e-9);
    assertEquals(224, side.get("from").getAsInt());
    var maps = curve(json, "maps", "pixel_metrics");
    assertEquals(0.002, maps.getAsJsonObject("fit").get("factor").getAsDouble(), 1e-9);
    assertEquals(4, maps.getAsJsonArray("points").size());
  }

  @Test
  void pointsTellPeakAndShareWhereTheyAreKnown() {
    var json = JsonParser.parseString(report().json()).getAsJsonObject();
    var thousandMaps = curve(json, "maps", "pixel_metrics").getAsJsonArray("points").get(3);
    assertEquals(1000, thousandMaps.getAsJsonObject().get("x").getAsInt());
    assertEquals(512, thousandMaps.getAsJsonObject().get("peak_rss_mib").getAsDouble());
    var prompts = curve(json, "prompts", "choosing").getAsJsonArray("points");
    var most = prompts.get(4).getAsJsonObject();
    assertEquals(0.1, most.get("share_of_inference").getAsDouble(), 1e-9); // 0.01 s of 0.1 s
    assertFalse(most.has("peak_rss_mib"));
  }

  @Test
  void theTablesSayTheSame() {
    var text = report().text();
    assertTrue(text.contains("choosing over prompts in the pool"), text);
    assertTrue(text.contains("10.000 %"), text);
    assertTrue(text.contains("exponent 2.00 of the least, from 224 to 448"), text);
    assertTrue(text.contains("pixel_metrics over maps, with a heap of at most 1g"), text);
    assertTrue(text.contains("512 MiB"), text);
  }

  @Test
  void curvesAreNotDrawnOfThePeer() {
    assertEquals(2, Main.run("bench", "--scale", "--against-peer"));
  }
}
