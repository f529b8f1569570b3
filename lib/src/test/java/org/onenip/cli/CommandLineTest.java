package org.onenip.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.onenip.cli.Outcome.refused;
import static org.onenip.cli.Outcome.run;

import ai.djl.Device;
import ai.djl.modality.cv.ImageFactory;
import com.google.gson.JsonParser;
import java.awt.Color;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.onenip.TestImages;
import org.onenip.data.ImageFiles;
import org.onenip.detect.RunFolder;
import org.onenip.method.Detectors;

/** As a user runs it: what it writes, what it says, and its exit codes. */
class CommandLineTest {
  @TempDir Path folder;
  private Path data;
  private Path run;

  @BeforeEach
  void write() {
    data = TestImages.twoClasses(folder.resolve("set"), 64);
    run = folder.resolve("run");
  }

  /** Trains for three steps; options given take the place of these. */
  private Outcome train(Object... options) {
    var chosen = new LinkedHashMap<Object, Object>();
    chosen.put("--data", data);
    chosen.put("--run", run);
    chosen.put("--preset", "tiny");
    chosen.put("--size", 64);
    chosen.put("--steps", 3);
    chosen.put("--batch", 2);
    chosen.put("--device", "cpu");
    for (int i = 0; i < options.length; i += 2) {
      chosen.put(options[i], options[i + 1]);
    }
    var arguments = new ArrayList<Object>(List.of("train"));
    chosen.forEach((name, value) -> arguments.addAll(List.of(name, value)));
    return run(arguments.toArray());
  }

  @Test
  void trainsEvaluatesAndPredicts() throws IOException {
    assertEquals(0, train().code());
    for (var name : List.of("config.json", "model.safetensors", "log.jsonl")) {
      assertTrue(Files.exists(run.resolve(name)), name);
    }
    var out = folder.resolve("report");
    assertEquals(0, run("evaluate", "--run", run, "--data", data, "--out", out).code());
    var report =
        JsonParser.parseString(Files.readString(out.resolve("report.json"))).getAsJsonObject();
    var green = report.getAsJsonObject("classes").getAsJsonObject("green");
    assertEquals(4, green.get("images").getAsInt());
    for (var key : List.of("i_auroc", "i_ap", "p_auroc", "p_ap", "aupro", "i_f1max", "p_f1max")) {
      double rate = green.get(key).getAsDouble();
      assertTrue(rate >= 0 && rate <= 1, key + " is " + rate);
    }
    assertEquals(1, green.get("prompt_hit_rate").getAsDouble(), "the two colours are far apart");
    assertTrue(Files.size(out.resolve("report.html")) > 100_000);

    var seen = folder.resolve("seen");
    var image = data.resolve("green/test/spot/000.png");
    var code =
        run("predict", "--run", run, "--out", seen, image, data.resolve("orange/test/spot")).code();
    assertEquals(0, code);
    var lines = Files.readAllLines(seen.resolve("scores.csv"));
    assertEquals(4, lines.size());
    assertTrue(lines.get(1).contains("green"), lines.get(1));
    for (var name : List.of("000_map.png", "000_overlay.png", "000_2_map.png", "001_map.png")) {
      assertTrue(Files.exists(seen.resolve(name)), name);
    }
  }

  @Test
  void theNearestNeighbourYardstickRunsByTheSameCommands() throws Exception {
    var arguments = List.of("--method", "nearest", "--size", 64, "--device", "cpu");
    var command = new ArrayList<Object>(List.of("train", "--data", data, "--run", run));
    command.addAll(arguments);
    assertEquals(0, run(command.toArray()).code());
    var out = folder.resolve("report");
    assertEquals(0, run("evaluate", "--run", run, "--data", data, "--out", out).code());
    var report =
        JsonParser.parseString(Files.readString(out.resolve("report.json"))).getAsJsonObject();
    var green = report.getAsJsonObject("classes").getAsJsonObject("green");
    assertEquals(1, green.get("i_auroc").getAsDouble(), "magenta is far from all normal patches");
    assertTrue(green.get("prompt_hit_rate").isJsonNull());
    var image = data.resolve("green/test/spot/000.png");
    assertEquals(0, run("predict", "--run", run, "--out", folder.resolve("seen"), image).code());
    try (var detector = Detectors.load(run, Device.cpu());
        var predictor = detector.newPredictor()) {
      var direct = detector.detect(List.of(ImageFiles.read(image))).get(0);
      var predicted = predictor.predict(ImageFactory.getInstance().fromFile(image));
      assertEquals(direct.score(), predicted.score(), 1e-4);
    }
    refused(train("--method", "nearest", "--run", folder.resolve("other")), "--steps");
    refused(run("evaluate", "--run", run, "--data", data, "--out", out, "--weight", "1"), run);
    refused(run("predict", "--run", run, "--out", out, "--class", "green", image), "--class");
    refused(run("train", "--resume", "--run", run), run);
  }

  @Test
  void uniAdRunsByTheSameCommands() throws Exception {
    data = TestImages.twoClasses(folder.resolve("large"), 128);
    refused(train("--method", "uniad"), "--size 64", "128");
    refused(train("--method", "uniad", "--size", 128, "--textures", folder), "--textures");
    assertEquals(0, train("--method", "uniad", "--size", 128, "--steps", 5).code());
    assertTrue(Files.readString(run.resolve("config.json")).contains("layerwise-query"));
    var out = folder.resolve("report");
    assertEquals(0, run("evaluate", "--run", run, "--data", data, "--out", out).code());
    var report =
        JsonParser.parseString(Files.readString(out.resolve("report.json"))).getAsJsonObject();
    var green = report.getAsJsonObject("classes").getAsJsonObject("green");
    assertEquals(4, green.get("images").getAsInt());
    assertTrue(green.get("prompt_hit_rate").isJsonNull());
    var image = data.resolve("green/test/spot/000.png");
    var seen = folder.resolve("seen");
    assertEquals(0, run("predict", "--run", run, "--out", seen, image).code());
    assertTrue(Files.exists(seen.resolve("000_map.png")));
    try (var detector = Detectors.load(run, Device.cpu());
        var predictor = detector.newPredictor()) {
      var direct = detector.detect(List.of(ImageFiles.read(image))).get(0);
      var predicted = predictor.predict(ImageFactory.getInstance().fromFile(image));
      assertEquals(direct.score(), predicted.score(), 1e-4 * direct.score());
    }
    refused(run("evaluate", "--run", run, "--data", data, "--out", out, "--weight", "1"), run);
    Files.delete(run.resolve("model.safetensors"));
    assertEquals(0, run("train", "--resume", "--run", run, "--device", "cpu").code());
    assertTrue(Files.exists(run.resolve("model.safetensors")));
  }

  @Test
  void thePapersPresetTrains() throws IOException {
    assertEquals(0, train("--preset", "paper", "--steps", 2).code());
    var log = RunFolder.readLog(run);
    assertEquals(1e-4, log.get(0).get("learningRate").getAsDouble(), 1e-9);
    data = TestImages.twoClasses(folder.resolve("large"), 128);
    run = folder.resolve("uniad");
    assertEquals(0, train("--method", "uniad", "--preset", "paper", "--size", 128).code());
    // a published network goes out and comes in again
    var file = folder.resolve("uniad.safetensors");
    assertEquals(0, run("export", "--run", run, file).code());
    var again = folder.resolve("again");
    assertEquals(0, run("import", file, "--backbone", "lite2", "--run", again).code());
  }

  @Test
  void publishedEvaluationOptionsWork() {
    assertEquals(0, train().code());
    for (var prompt : List.of("told", "random", "orange")) {
      var outcome =
          run(
              "evaluate",
              "--run",
              run,
              "--data",
              data,
              "--out",
              folder.resolve(prompt),
              "--prompt",
              prompt,
              "--kappa",
              "test",
              "--weight",
              "0.7");
      assertEquals(0, outcome.code(), outcome.error());
    }
    refused(
        run(
            "evaluate",
            "--run",
            run,
            "--data",
            data,
            "--out",
            folder.resolve("x"),
            "--prompt",
            "blue"),
        "blue",
        "green, orange");
  }

  @Test
  void theSameSeedGivesTheSameModelAndAnotherSeedAnother() throws IOException {
    train("--seed", 5);
    var first = Files.readAllBytes(run.resolve("model.safetensors"));
    run = folder.resolve("again");
    train("--seed", 5);
    assertArrayEquals(first, Files.readAllBytes(run.resolve("model.safetensors")));
    run = folder.resolve("other");
    train("--seed", 6);
    assertFalse(Arrays.equals(first, Files.readAllBytes(run.resolve("model.safetensors"))));
  }

  @Test
  void oneClassWithOneImageTrainsWithAWarning() {
    data = TestImages.oneClass(folder.resolve("one"), 64, Color.CYAN, 1);
    var outcome = train();
    assertEquals(0, outcome.code(), outcome.error());
    assertTrue(outcome.error().contains("warning: Too few normal images of one"), outcome.error());
  }

  @Test
  void aDamagedImageAmongTheOthersIsNamedAndLeftOut() throws IOException {
    var broken = data.resolve("green/train/good/004.png");
    Files.write(broken, Arrays.copyOf(Files.readAllBytes(broken), 60));
    var outcome = train();
    assertEquals(0, outcome.code(), outcome.error());
    var said = outcome.output() + outcome.error();
    assertTrue(said.contains("Skipped 1 of "), said);
    assertTrue(said.contains(broken.toString()), said);
  }

  @Test
  void aClassOfDamagedImagesAloneIsRefused() throws IOException {
    try (var images = Files.list(data.resolve("green/train/good"))) {
      for (var image : images.toList()) {
        Files.write(image, Arrays.copyOf(Files.readAllBytes(image), 60));
      }
    }
    refused(train(), "No training image of the class green");
  }

  @Test
  void mistakesInDataAndOptionsEndInOneSentence() throws IOException {
    refused(run("train", "--run", run), "--data");
    refused(run("train", "--run", run, "--data", folder.resolve("no")), folder.resolve("no"));
    refused(train("--size", 100), "--size");
    refused(train("--classes", "blue"), "blue");
    refused(train("--lr", 0), "--lr");
    refused(train("--backbone", "resnet"), "resnet");
    refused(train("--textures", folder.resolve("dtd")), folder.resolve("dtd"));
    refused(train("--device", "gpu99"), "GPU 99");
    refused(run("predict", "--run", run, "--out", run, folder.resolve("a.png")), "a.png");
    refused(run("evaluate", "--run", folder.resolve("none"), "--data", data, "--out", run), "none");
    refused(run("train", "--resume", "--run", folder.resolve("none")), "none");
  }

  @Test
  void unknownOptionsExplainThemselves() {
    var outcome = run("train", "--run", run, "--speed", "9");
    assertEquals(2, outcome.code());
    assertTrue(outcome.error().contains("--speed"), outcome.error());
  }

  @Test
  void aTrainedRunIsNotOverwritten() {
    train();
    refused(train(), run);
  }

  @Test
  void aHalfWrittenRunIsNotTakenForATrainedOne() throws IOException {
    train();
    Files.move(run.resolve("model.safetensors"), run.resolve("model.safetensors.tmp"));
    refused(run("evaluate", "--run", run, "--data", data, "--out", run), "--resume", run);
    Files.move(run.resolve("model.safetensors.tmp"), run.resolve("model.safetensors"));
    var whole = Files.readAllBytes(run.resolve("model.safetensors"));
    for (int length : new int[] {0, 100, whole.length / 2}) {
      Files.write(run.resolve("model.safetensors"), Arrays.copyOf(whole, length));
      refused(
          run("evaluate", "--run", run, "--data", data, "--out", run),
          run.resolve("model.safetensors"));
    }
  }

  @Test
  void resumingWithOtherImagesIsRefused() throws IOException {
    train();
    Files.delete(run.resolve("model.safetensors"));
    Files.delete(data.resolve("green/train/good/003.png"));
    refused(run("train", "--resume", "--run", run), run);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "demo",
        "train",
        "evaluate",
        "compare",
        "predict",
        "import",
        "data",
        "lab",
        "shell"
      })
  void everyCommandExplainsItselfWithAnExample(String command) {
    var bytes = new ByteArrayOutputStream();
    var before = System.out;
    System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    try {
      assertEquals(0, Main.run(command, "--help"));
    } finally {
      System.setOut(before);
    }
    var help = bytes.toString(StandardCharsets.UTF_8);
    assertTrue(help.contains("onenip " + command) && help.contains("Example"), help);
  }
}
