package org.onenip.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.onenip.bench.Timings;

/** What `bench` writes; how long anything took fails no test. */
class BenchCommandTest {
  @TempDir Path folder;

  @Test
  void aQuickLookWritesEveryKeyThatOthersReadOnSmallImages() throws IOException {
    var file = folder.resolve("bench.json");
    var arguments = new String[] {"bench", "--quick", "--backbone", "lite2", "--size", "64"};
    var withFile = java.util.Arrays.copyOf(arguments, arguments.length + 2);
    withFile[arguments.length] = "--json";
    withFile[arguments.length + 1] = file.toString();
    assertEquals(0, Main.run(withFile));
    var json = JsonParser.parseString(Files.readString(file)).getAsJsonObject();
    assertEquals("lite2", json.get("backbone").getAsString());
    assertEquals(64, json.get("size").getAsInt());
    for (var key :
        List.of(
            "threads",
            "features_b8_images_per_s",
            "inference_b1_images_per_s",
            "inference_b8_images_per_s",
            "train_step_b8_images_per_s",
            "pixel_metrics_200_s",
            "image_scores_200_s",
            "startup_s")) {
      assertTrue(json.get(key).getAsDouble() > 0, key);
    }
    assertTrue(json.has("peak_rss_mib"));
    assertFalse(json.has("peer"));
    var step = json.getAsJsonObject("parts").getAsJsonObject("train_backward");
    assertTrue(step.get("least_s").getAsDouble() <= step.get("median_s").getAsDouble());
  }

  @Test
  void whatCannotBeMeasuredIsRefusedAtOnce() {
    assertEquals(2, Main.run("bench", "--size", "100"));
    assertEquals(2, Main.run("bench", "--backbone", "b9"));
    assertEquals(2, Main.run("bench", "--backbone", "lite2", "--against-peer"));
  }

  @Test
  void theMedianAndTheSpreadForgiveAnOutlier() {
    var timings = new Timings(List.of(1.0, 1.1, 0.9, 1.0, 1.0, 1.05, 9.0));
    assertEquals(1.0, timings.median());
    assertEquals(0.9, timings.least());
    assertEquals(0.1, timings.spread(), 1e-12);
  }
}
