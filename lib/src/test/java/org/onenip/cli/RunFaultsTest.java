package org.onenip.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.onenip.Reference.resource;
import static org.onenip.cli.Outcome.done;
import static org.onenip.cli.Outcome.refused;
import static org.onenip.cli.Outcome.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.onenip.TestImages;
import org.onenip.detect.RunFolder;
import org.onenip.support.FolderLock;

/** What goes wrong with runs and around them ends in one sentence, and nothing is lost by it. */
class RunFaultsTest {
  @TempDir static Path shared;
  private static Path data;

  /** Of six steps, with checkpoints after the second, fourth and sixth. */
  private static Path trained;

  @TempDir Path folder;

  @BeforeAll
  static void train() {
    data = TestImages.twoClasses(shared.resolve("set"), 64);
    trained = shared.resolve("run");
    done(training(trained, "--steps", 6));
  }

  private static Object[] training(Path run, Object... more) {
    var command = new ArrayList<Object>(List.of("train", "--data", data, "--run", run));
    command.addAll(List.of("--preset", "tiny", "--size", 64, "--batch", 2, "--device", "cpu"));
    command.addAll(List.of("--checkpoint-every", 2));
    command.addAll(Arrays.asList(more));
    return command.toArray();
  }

  private Path copy(Path run) throws IOException {
    var copy = Files.createDirectory(folder.resolve("copy"));
    try (var files = Files.list(run)) {
      for (var file : files.toList()) {
        Files.copy(file, copy.resolve(file.getFileName()));
      }
    }
    return copy;
  }

  private Path interrupted() throws IOException {
    var run = copy(trained);
    Files.delete(run.resolve("model.safetensors"));
    return run;
  }

  private static Path image() {
    return data.resolve("green/test/good/000.png");
  }

  private static void edit(Path file, String what, String by) throws IOException {
    var text = Files.readString(file);
    assertTrue(text.contains(what), text);
    Files.writeString(file, text.replace(what, by));
  }

  @Test
  void theCheckpointBeforeADivergenceGoesOn() throws IOException {
    var run = interrupted();
    var config = run.resolve("config.json");
    var good = Files.readAllBytes(run.resolve(RunFolder.STATE));
    edit(config, "\"steps\": 6", "\"steps\": 8");
    edit(config, "\"refinerWeight\": 0.5", "\"refinerWeight\": 1e300"); // infinite to the engine
    refused(run("train", "--resume", "--run", run), run, "step 7", "Infinity", "step 6 is kept");
    assertArrayEquals(good, Files.readAllBytes(run.resolve(RunFolder.STATE)));
    assertEquals(6, RunFolder.readLog(run).size());
    edit(config, "1e300", "0.5");
    done("train", "--resume", "--run", run);
  }

  @Test
  void whatARunWasNotBegunWithIsRefusedBesideResume() throws IOException {
    var run = interrupted();
    Object[][] others = {
      {"--steps", 12},
      {"--lr", 0.1},
      {"--batch", 4},
      {"--seed", 7},
      {"--size", 96},
      {"--epochs", 2},
      {"--preset", "small"},
      {"--neck", "mean"},
      {"--method", "uniad"},
      {"--backbone", "b4"},
      {"--classes", "green"},
      {"--textures", folder},
      {"--checkpoint-every", 3},
      {"--set", "model.jitter=2"},
    };
    for (var other : others) {
      var outcome = run("train", "--resume", "--run", run, other[0], other[1]);
      refused(outcome, other[0], run);
      assertFalse(outcome.output().contains("Trained"), outcome.output());
    }
    refused(run("train", "--resume", "--run", run, "--data", data.resolve("green")), "green", run);
    refused(run("train", "--resume", "--run", run, "--separate"), "--separate");
    var config = folder.resolve("other.json");
    Files.writeString(config, "{\"settings\": {\"learningRate\": 0.5}}");
    refused(run("train", "--resume", "--run", run, "--config", config), "--lr", "0.5");
    assertFalse(Files.exists(run.resolve("model.safetensors")));
    var same = new ArrayList<Object>(List.of(training(run, "--steps", 6, "--lr", "2e-3")));
    same.addAll(List.of("--resume", "--seed", 133, "--config", run.resolve("config.json")));
    done(same.toArray());
  }

  @Test
  void theSameImagesMayHaveMoved() throws IOException {
    var run = interrupted();
    var moved = TestImages.twoClasses(folder.resolve("moved"), 64);
    done("train", "--resume", "--run", run, "--data", moved);
  }

  @Test
  void trainingsOfSingleClassesAreNotMixedWithOthers() {
    var run = folder.resolve("run");
    done(training(run, "--steps", 2, "--separate"));
    done(training(run, "--steps", 2, "--separate"));
    refused(run(training(run, "--steps", 3, "--separate")), "--steps", run.resolve("green"));
  }

  @Test
  void aStrangersTorchScriptRunsOnlyWhenItIsTrusted() throws IOException {
    var module = resource("parity/maps.pt");
    var run = folder.resolve("run");
    done(training(run, "--steps", 2, "--backbone", module)); // named, and so trusted
    Object[] predict = {"predict", "--run", run, "--out", folder.resolve("seen"), image()};
    Object[] evaluate = {"evaluate", "--run", run, "--out", folder.resolve("o"), "--data", data};
    for (var command : List.of(predict, evaluate)) {
      refused(run(command), "backbone.pt", "--trust-torchscript");
      var trusting = new ArrayList<Object>(Arrays.asList(command));
      trusting.add("--trust-torchscript");
      done(trusting.toArray());
    }
    Files.delete(run.resolve("model.safetensors"));
    refused(run("train", "--resume", "--run", run), module, "--trust-torchscript");
    done("train", "--resume", "--run", run, "--backbone", module);
    var again = folder.resolve("again");
    var config = run.resolve("config.json");
    refused(run("train", "--config", config, "--run", again), module, "--trust-torchscript");
    assertFalse(Files.exists(again));
  }

  @Test
  void aClassCannotLeadOutOfTheRun() throws IOException {
    var set = TestImages.twoClasses(folder.resolve("set"), 64);
    var list = set.resolve("train.json");
    Files.writeString(
        list, "{\"filename\": \"green/train/good/000.png\", \"clsname\": \"..\", \"label\": 0}\n");
    var run = Files.createDirectories(folder.resolve("runs/run"));
    var command = new ArrayList<Object>(Arrays.asList(training(run, "--steps", 1, "--separate")));
    command.set(2, list);
    done(command.toArray());
    assertTrue(Files.exists(run.resolve(".%2E/model.safetensors")));
    try (var beside = Files.list(folder.resolve("runs"))) {
      assertEquals(List.of(run), beside.toList());
    }
  }

  @Test
  void whatOneCommandWritesToNoOtherDoes() {
    var out = folder.resolve("out");
    Object[][] commands = {
      {"predict", "--run", trained, "--out", out, image()},
      {"evaluate", "--run", trained, "--data", data, "--out", out},
      training(out, "--steps", 1),
    };
    try (var held = FolderLock.open(out)) {
      for (var command : commands) {
        refused(run(command), "Another command writes to " + out, "wait");
      }
      assertTrue(Files.exists(out.resolve(".lock")), held.toString());
    }
    done(commands[0]);
    assertFalse(Files.exists(out.resolve(".lock")));
  }

  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = "a full disk is played by /dev/full")
  void aFullDiskIsCalledSo() throws IOException {
    var full = Path.of("/dev/full");
    var out = Files.createDirectories(folder.resolve("out"));
    for (var name : List.of("000_map.png.tmp", "scores.csv.part", "maps.part")) {
      var link = Files.createSymbolicLink(out.resolve(name), full);
      var outcome =
          name.startsWith("maps")
              ? run("evaluate", "--run", trained, "--data", data, "--out", out)
              : run("predict", "--run", trained, "--out", out, image());
      refused(outcome, out, "check the folder and the free space");
      assertFalse(outcome.error().contains("Exception"), outcome.error());
      Files.deleteIfExists(link);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "trian",
        "train --size 1000000000 --data D --run R",
        "train --size 2064 --data D --run R",
        "train --seed text --run R",
        "train --steps 0 --data D --run R",
        "train --steps -1 --data D --run R",
        "train --steps 9999999999 --run R",
        "train --lr nan --run R",
        "train --lr NaN --data D --run R",
        "train --lr -1 --data D --run R",
        "train --lr 1e6 --data D --run R",
        "train --batch 1000000 --data D --run R",
        "train --epochs 0 --data D --run R",
        "train --epochs 2147483647 --data D --run R",
        "train --preset huge --run R",
        "train",
        "train --run",
        "train --speed 9 --run R",
        "predict",
        "evaluate --run R",
        "ablate",
        "ablate table9 --data D --out O",
        "bench --size 100000000",
        "bench --size x",
        "bench --parity cpu --scale",
        "compare --published moon",
        "import",
        "data",
        "data look",
        "lab --port x",
        "export --run R",
        "maps --run R"
      })
  void aCommandThatCannotBeHadIsRefusedInOneSentence(String command) {
    var words =
        Arrays.stream(command.split(" "))
            .map(word -> word.equals("D") ? data : word.equals("R") ? folder.resolve("r") : word)
            .toArray();
    var outcome = run(words);
    refused(outcome);
    assertEquals(1, outcome.error().lines().count(), outcome.error());
    assertTrue(outcome.error().length() <= 520, outcome.error());
    assertFalse(Files.exists(folder.resolve("r")));
  }

  @Test
  void noMessageIsWithoutBound() {
    var digits = "7".repeat(400_000);
    for (var option :
        List.of("--steps", "--classes", "--backbone", "--set", "--device", "--data")) {
      var command = new ArrayList<Object>(Arrays.asList(training(folder.resolve("r"))));
      int at = command.indexOf(option);
      if (at >= 0) {
        command.set(at + 1, digits);
      } else {
        command.addAll(List.of(option, digits));
      }
      var outcome = run(command.toArray());
      refused(outcome);
      assertTrue(outcome.error().length() <= 520, option + " " + outcome.error().length());
    }
  }

  @Test
  void aScriptThatDoesNotCompileOrThrowsIsNotPassedOver() throws IOException {
    var script = folder.resolve("a.jsh");
    for (var line :
        List.of(
            "int twice(int x) { return 2 * y; }",
            "int twice(int x) { retrn 2 * x; }",
            "throw new IllegalStateException(\"no\");")) {
      Files.writeString(script, "var a = 1;\n" + line + "\n/exit\n");
      refused(run("shell", script), script, "line 2");
    }
    Files.writeString(
        script, "int a() { return b(); }\nint b() { return 1; }\nload();\na();\n/exit");
    done("shell", script);
  }
}
