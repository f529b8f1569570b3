package org.onenip.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.onenip.cli.Outcome.run;

import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.onenip.TestImages;
import org.onenip.data.PublishedTrees;

/** Data sets on the command line. */
class DataCommandTest {
  private static final int SIDE = 64;

  @TempDir Path folder;

  @Test
  void mergedSetsAreTrainedEvaluatedAndPredictedLikeOthers() throws IOException {
    var btad = PublishedTrees.btad(folder.resolve("btad"), SIDE);
    var visa = PublishedTrees.visa(folder.resolve("visa"), SIDE);
    var run = folder.resolve("run");
    var trained =
        run(
            "train",
            "--method",
            "nearest",
            "--size",
            SIDE,
            "--device",
            "cpu",
            "--run",
            run,
            "--data",
            btad + ",boards=" + visa);
    assertEquals(0, trained.code(), trained.error());
    var config = JsonParser.parseString(Files.readString(run.resolve("config.json")));
    assertEquals(btad + ",boards=" + visa, config.getAsJsonObject().get("data").getAsString());

    var out = folder.resolve("report");
    var evaluated =
        run("evaluate", "--run", run, "--out", out, "--data", btad, "--data", "boards=" + visa);
    assertEquals(0, evaluated.code(), evaluated.error());
    var report =
        JsonParser.parseString(Files.readString(out.resolve("report.json"))).getAsJsonObject();
    var classes = report.getAsJsonObject("classes");
    assertEquals(5, classes.size());
    assertEquals(6, classes.getAsJsonObject("btad/01").get("images").getAsInt());
    var groups = report.getAsJsonObject("groups");
    assertEquals(List.of("btad", "boards"), List.copyOf(groups.keySet()));
    double candle = classes.getAsJsonObject("boards/candle").get("p_auroc").getAsDouble();
    double pcb = classes.getAsJsonObject("boards/pcb1").get("p_auroc").getAsDouble();
    double boards = groups.getAsJsonObject("boards").get("p_auroc").getAsDouble();
    assertEquals((candle + pcb) / 2, boards, 1e-9, "a set's own mean");

    var seen = folder.resolve("seen");
    var predicted = run("predict", "--run", run, "--out", seen, "--data", btad, "--classes", "02");
    assertEquals(0, predicted.code(), predicted.error());
    assertEquals(7, Files.readAllLines(seen.resolve("scores.csv")).size());
    assertEquals(2, run("predict", "--run", run, "--out", seen).code());
  }

  @Test
  void checkPrintsCountsAndFindingsAndFailsWhereSomethingIsWrong() throws IOException {
    var data = TestImages.twoClasses(folder.resolve("set"), 16);
    var sound = run("data", "check", data);
    assertEquals(0, sound.code(), sound.output());
    assertTrue(sound.output().contains("Nothing has to be mended."), sound.output());
    assertTrue(sound.output().contains("spot 2"), sound.output());

    var lost = data.resolve("green/ground_truth/spot/001_mask.png");
    Files.delete(lost);
    for (int i = 0; i < 12; i++) { // more than are shown
      Files.copy(
          data.resolve("green/test/good/000.png"),
          data.resolve("green/test/good/copy%02d.png".formatted(i)));
    }
    var json = folder.resolve("new/check.json");
    var wrong = run("data", "check", data, "--json", json);
    assertEquals(1, wrong.code());
    assertTrue(wrong.output().contains("wrong: " + data.resolve("green/test/spot/001.png")));
    assertTrue(wrong.output().contains("note: … and 2 more"), wrong.output());
    assertTrue(wrong.output().contains("To be mended: 1."), wrong.output());
    var report = JsonParser.parseString(Files.readString(json)).getAsJsonObject();
    assertFalse(report.get("sound").getAsBoolean());
    assertEquals(13, report.getAsJsonArray("findings").size());
    var green = report.getAsJsonObject("classes").getAsJsonObject("green");
    assertEquals(14, green.get("good").getAsInt());
    assertTrue(green.get("published").isJsonNull());
    assertEquals(
        "missing_mask",
        report.getAsJsonArray("findings").get(0).getAsJsonObject().get("kind").getAsString());
  }

  @Test
  void checkComparesWithThePublishedCounts() {
    var outcome = run("data", "check", PublishedTrees.visa(folder.resolve("visa"), 16));
    assertTrue(outcome.output().contains("3 (900)"), outcome.output());
    assertTrue(outcome.output().contains("VisA"), outcome.output());
  }

  @Test
  void whatIsNoDataSetIsAMistakeOfTheUsers() {
    var outcome = run("data", "check", folder.resolve("none"));
    assertEquals(2, outcome.code());
    assertTrue(outcome.error().contains("none"), outcome.error());
    assertEquals(2, run("data").code());
  }

  @Test
  void listNamesEveryLayout() {
    var output = run("data", "list").output();
    for (var name : List.of("mvtec", "btad", "visa", "meta", "cifar10:01234", "mnist:01234")) {
      assertTrue(output.contains(name), output);
    }
  }
}
