package org.onenip.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonParser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.onenip.JavaProcess;
import org.onenip.TestImages;
import org.onenip.bench.ScaleReportTest;

/** The JShell scripts, run as a user runs them. */
class ScriptsTest {
  private static final Path SCRIPTS = Path.of("lib", "scripts");

  @TempDir Path folder;
  private Path data;

  @BeforeEach
  void write() {
    data = TestImages.twoClasses(folder.resolve("set"), 96);
  }

  private static String run(String script, Map<String, String> settings) throws Exception {
    var process =
        JavaProcess.start(settings, List.of(), Main.class, "shell", SCRIPTS.resolve(script));
    process.getOutputStream().close();
    var output = JavaProcess.finish(process, 0);
    assertFalse(output.contains("Exception") || output.contains("Error:"), output);
    return output;
  }

  @Test
  void detectFolderScoresEveryImageTheMostAnomalousFirst() throws Exception {
    var images = folder.resolve("images"); // two of them alike, so with equal scores
    Files.createDirectories(images);
    for (var copy : List.of("000", "001", "000b")) {
      var spot = data.resolve("green/test/spot").resolve(copy.substring(0, 3) + ".png");
      Files.copy(spot, images.resolve(copy + ".png"));
    }
    var output = run("detect_folder.jsh", Map.of("IMAGES", images.toString()));
    var scores =
        output
            .lines()
            .filter(line -> line.endsWith(".png"))
            .map(line -> Double.valueOf(line.strip().split(" ")[0]))
            .toList();
    assertEquals(3, scores.size(), output);
    assertTrue(scores.get(0) >= scores.get(1) && scores.get(1) >= scores.get(2), output);
  }

  @Test
  void trainAndReportLeavesARunWithItsReport() throws Exception {
    var run = folder.resolve("run");
    var settings =
        Map.of("DATA", data.toString(), "RUN", run.toString(), "SIZE", "64", "STEPS", "3");
    run("train_and_report.jsh", settings);
    var report = JsonParser.parseString(Files.readString(run.resolve("report.json")));
    assertEquals(2, report.getAsJsonObject().getAsJsonObject("classes").size());
    assertTrue(Files.exists(run.resolve("report.html")));
  }

  @Test
  void drawScaleMakesAPictureOfEveryCurve() throws Exception {
    var file = folder.resolve("scale.json");
    Files.writeString(file, ScaleReportTest.report().json());
    run("draw_scale.jsh", Map.of("FILE", file.toString(), "OUT", folder.toString()));
    for (var name : List.of("batch", "size", "prompts", "maps", "memory")) {
      var picture = ImageIO.read(folder.resolve("scale_" + name + ".png").toFile());
      assertEquals(640, picture.getWidth(), name);
    }
  }

  @Test
  void compareDecodersMeasuresEachOfThemWithEverySeed() throws Exception {
    var settings = Map.of("DATA", data.toString(), "STEPS", "2", "SEEDS", "1");
    var output = run("compare_decoders.jsh", settings);
    for (var decoder : List.of("layerwise-query", "unidirectional", "bidirectional")) {
      long rows = output.lines().filter(line -> line.startsWith(decoder)).count();
      assertEquals(2, rows, output); // the one seed's, and the mean
    }
  }

  @Test
  void promptEffectHasARowForEachDecoderAndKindOfDefect() throws Exception {
    var out = folder.resolve("effect.csv");
    Files.writeString(
        data.resolve("dataset.json"), "{\"groups\": {\"camouflaged\": [\"green/spot\"]}}");
    run(
        "prompt_effect.jsh",
        Map.of(
            "DATA",
            data.toString(),
            "SIZE",
            "64",
            "STEPS",
            "2",
            "SEEDS",
            "1",
            "OUT",
            out.toString()));
    var rows = Files.readAllLines(out);
    assertEquals(4, rows.size(), rows.toString());
    int columns = rows.get(0).split(",").length;
    for (var row : rows.subList(1, 4)) {
      assertTrue(row.contains(",1,green/spot,2,"), row);
      assertEquals(columns, row.split(",").length, row);
    }
  }
}
