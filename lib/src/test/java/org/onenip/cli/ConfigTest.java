package org.onenip.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.onenip.cli.Outcome.done;
import static org.onenip.cli.Outcome.refused;
import static org.onenip.cli.Outcome.run;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.onenip.TestImages;
import org.onenip.data.DataSets;
import org.onenip.detect.RunFolder;
import org.onenip.detect.StepListener;
import org.onenip.run.RunPlan;
import org.onenip.run.TrainingRun;
import org.onenip.training.Preset;

/** The paper's settings by configuration file and by option, and how detectors are measured. */
class ConfigTest {
  @TempDir Path folder;
  private Path data;
  private Path config;

  @BeforeEach
  void write() throws IOException {
    data = TestImages.twoClasses(folder.resolve("set"), 64);
    config =
        config(
            "{'data':'%s','size':64,'preset':'tiny','settings':{'steps':3,'batch':2,'model':{'decoder':'unidirectional'}}}"
                .formatted(data.toString().replace("\\", "/")));
  }

  private Path config(String json) throws IOException {
    return Files.writeString(folder.resolve("config.json"), json.replace('\'', '"'));
  }

  private Object[] train(Path run, Object... more) {
    var arguments =
        new ArrayList<Object>(
            List.of("train", "--config", config, "--run", run, "--device", "cpu"));
    arguments.addAll(Arrays.asList(more));
    return arguments.toArray();
  }

  private static JsonObject settings(Path run) {
    return RunFolder.readConfig(run).getAsJsonObject("settings");
  }

  private static double figure(Path out, String name) throws IOException {
    var report = JsonParser.parseString(Files.readString(out.resolve("report.json")));
    return report.getAsJsonObject().getAsJsonObject("mean").get(name).getAsDouble();
  }

  @Test
  void optionsCountBeforeTheFileAndTheFileBeforeThePreset() {
    var run = folder.resolve("run");
    done(train(run, "--set", "model.encoderMask=false", "--batch", 1, "--seed", 7));
    var settings = settings(run);
    var model = settings.getAsJsonObject("model");
    assertEquals("unidirectional", model.get("decoder").getAsString());
    assertFalse(model.get("encoderMask").getAsBoolean());
    assertTrue(model.get("decoderMask").getAsBoolean());
    assertEquals(3, settings.get("steps").getAsInt());
    assertEquals(1, settings.get("batch").getAsInt());
    assertEquals(7, settings.get("seed").getAsLong());
    assertEquals(2e-3, settings.get("learningRate").getAsDouble());
  }

  @Test
  void theConfigOfARunMakesItAgain() throws IOException {
    var first = folder.resolve("first");
    done(train(first, "--set", "objective.streams=restoration", "--epochs", 1));
    config = first.resolve("config.json");
    var second = folder.resolve("second");
    done(train(second));
    assertEquals(settings(first), settings(second));
    assertEquals(
        RunFolder.readLog(first).get(2).get("loss"), RunFolder.readLog(second).get(2).get("loss"));
    // and again with one thing changed
    var third = folder.resolve("third");
    done(train(third, "--set", "model.decoderMask=false"));
    assertNotEquals(
        RunFolder.readLog(first).get(2).get("loss"), RunFolder.readLog(third).get(2).get("loss"));
  }

  @Test
  void pseudoAnomaliesAreVariedByTheirShares() {
    var first = folder.resolve("first");
    done(train(first, "--set", "synthesis=varied", "--set", "shares.cracks=0.3"));
    var shares = settings(first).getAsJsonObject("shares");
    assertEquals(0.3, shares.get("cracks").getAsDouble());
    assertEquals(1, shares.get("cutPaste").getAsDouble());
    config = first.resolve("config.json");
    var second = folder.resolve("second");
    done(train(second));
    assertEquals(settings(first), settings(second));
    assertEquals(
        RunFolder.readLog(first).get(2).get("loss"), RunFolder.readLog(second).get(2).get("loss"));
    var none = new ArrayList<Object>(List.of("--set", "synthesis=varied"));
    for (var kind : List.of("cutPaste", "draem", "spots", "cracks", "misplaced", "blended")) {
      none.addAll(List.of("--set", "shares." + kind + "=0"));
    }
    refused(
        run(train(folder.resolve("third"), none.toArray())),
        "the shares of all kinds of pseudo anomalies are 0");
  }

  @Test
  void theRefinerAndEitherStreamCanBeLeftOut() throws IOException {
    for (var streams : List.of("both", "reconstruction", "restoration")) {
      for (int refiner : List.of(0, 8)) {
        var run = folder.resolve(streams + refiner);
        done(
            train(
                run,
                "--set",
                "objective.streams=" + streams,
                "--set",
                "model.refinerWidth=" + refiner));
        var log = RunFolder.readLog(run).get(0);
        assertEquals(refiner > 0, log.has("dice"), log.toString());
        done("evaluate", "--run", run, "--data", data, "--out", run);
        assertTrue(figure(run, "p_auroc") >= 0);
      }
    }
    // L_rec and L_res of the same first step: their mean is that of both streams
    double both = mse("both8");
    assertEquals(both, (mse("reconstruction8") + mse("restoration8")) / 2, 1e-5);
    // without dropout and batch statistics before them, a stream alone is what it is among both
    assertEquals(mse("reconstruction8"), mse("reconstruction0"), 0.2 * both);
    refused(
        run(
            "evaluate",
            "--run",
            folder.resolve("both0"),
            "--data",
            data,
            "--out",
            folder,
            "--weight",
            1),
        "--weight");
  }

  private double mse(String run) {
    return RunFolder.readLog(folder.resolve(run)).get(0).get("mse").getAsDouble();
  }

  @Test
  void oneModelForEachClass() throws IOException {
    var runs = folder.resolve("runs");
    done(train(runs, "--separate"));
    var green = runs.resolve("green/model.safetensors");
    var before = Files.getLastModifiedTime(green);
    Files.delete(runs.resolve("orange/model.safetensors")); // as if it had been interrupted
    done(train(runs, "--separate"));
    assertEquals(before, Files.getLastModifiedTime(green));
    assertTrue(Files.exists(runs.resolve("orange/model.safetensors")));
    done("evaluate", "--separate", "--run", runs, "--data", data, "--out", runs);
    var report =
        JsonParser.parseString(Files.readString(runs.resolve("green/report.json")))
            .getAsJsonObject();
    assertEquals("[green]", report.getAsJsonObject("classes").keySet().toString());
    assertEquals(
        "[\"green\"]", RunFolder.readConfig(runs.resolve("green")).get("classes").toString());
  }

  @Test
  void promptsAreChosenInEveryWay() throws IOException {
    var run = folder.resolve("run");
    done(train(run, "--steps", 30));
    var picture = data.resolve("green/train/good/000.png");
    for (var prompt :
        List.of("nearest", "told", "random", "averaged", "wrong", "green", "image:" + picture)) {
      var out = folder.resolve("out");
      done("evaluate", "--run", run, "--data", data, "--out", out, "--prompt", prompt);
      double hits = figure(out, "prompt_hit_rate");
      switch (prompt) {
        case "wrong" -> assertEquals(0, hits);
        case "green" -> assertEquals(0.5, hits, "of two classes");
        case "nearest", "told", "random", "averaged" -> assertEquals(1, hits, prompt);
        default -> assertEquals(0, hits, "it is called by its file's name");
      }
    }
    var three = folder.resolve("three");
    done("evaluate", "--run", run, "--data", data, "--out", three, "--prompts", 3);
    assertEquals(1, figure(three, "prompt_hit_rate"));
    var out = folder.resolve("x");
    refused(
        run("evaluate", "--run", run, "--data", data, "--out", out, "--prompt", "nearst"),
        "\"nearest\"");
    refused(
        run("evaluate", "--run", run, "--data", data, "--out", out, "--prompt", "image:no.png"),
        "no.png");
    refused(run("evaluate", "--run", run, "--data", data, "--out", out, "--prompts", -1), "-1");
    assertFalse(Files.exists(out));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "{'sizes':64};did you mean \"size\"",
        "{'preset':'tinny'};did you mean \"tiny\"",
        "{'method':'onenipp'};did you mean \"onenip\"",
        "{'settings':{'stepps':3}};did you mean \"steps\"",
        "{'settings':{'model':{'decoder':'bidirectinal'}}};did you mean \"bidirectional\"",
        "{'settings':{'model':{'heads':7}}};heads 7",
        "{'settings':{'batch':'two'}};a whole number",
        "{'settings':{'model':{'grid':10}}};--size",
        "{'size':'big'};wrong kind",
        "{'classes':'green'};wrong kind",
        "{'settings':[]};wrong kind",
        "[];no JSON object",
        "{;no JSON object"
      })
  void aMistakeInTheFileIsRefusedWithTheNearestChoice(String json, String told) throws IOException {
    config = config(json);
    var outcome =
        run(train(folder.resolve("run"), "--data", data, "--preset", "tiny", "--steps", 3));
    if (json.contains("preset")) {
      outcome = run(train(folder.resolve("run"), "--data", data, "--steps", 3));
    }
    refused(outcome, told);
    assertFalse(Files.exists(folder.resolve("run/model.safetensors")));
  }

  @Test
  void mistakesInOptionsAreRefused() {
    var run = folder.resolve("run");
    refused(run(train(run, "--set", "model.decoder")), "NAME=VALUE");
    refused(run(train(run, "--set", "objective.stream=both")), "--set", "\"objective.streams\"");
    refused(run(train(run, "--steps", 0)), "steps 0");
    refused(run(train(run, "--epochs", 1, "--set", "steps=3")), "--epochs");
    refused(run(train(run, "--method", "nearest")), "no settings");
    refused(run(train(run, "--set", "synthesis=none")), "--set", "objective.streams");
    refused(run(train(run, "--method", "uniad", "--size", 128)), "layerwise-query");
    refused(run("train", "--config", folder.resolve("none.json"), "--run", run), "none.json");
    assertFalse(Files.exists(run.resolve("model.safetensors")));
  }

  @Test
  void aProgramTrainsTheRunThatTheCommandTrains() throws IOException {
    var byCommand = folder.resolve("command");
    done(
        "train",
        "--data",
        data,
        "--preset",
        "tiny",
        "--size",
        64,
        "--steps",
        3,
        "--device",
        "cpu",
        "--run",
        byCommand);
    var changes = new JsonObject();
    changes.addProperty("steps", 3);
    var plan =
        RunPlan.of(data.toString()).withPreset(Preset.TINY).withSize(64).with(changes, "here");
    var byProgram = folder.resolve("program");
    new TrainingRun(byProgram, "cpu", StepListener.SILENT)
        .begin(plan, DataSets.open(data.toString(), List.of()));
    assertEquals(
        Files.readString(byCommand.resolve("config.json")),
        Files.readString(byProgram.resolve("config.json")));
    assertEquals(
        RunFolder.readLog(byCommand).get(2).get("loss"),
        RunFolder.readLog(byProgram).get(2).get("loss"));
  }
}
