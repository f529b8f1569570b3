package org.onenip.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.onenip.detect.RunFolder;
import org.onenip.detect.StepLog;
import org.onenip.method.Methods;
import org.onenip.method.onenip.Calibration;
import org.onenip.support.Json;
import org.onenip.support.UserError;
import org.onenip.training.Preset;
import org.onenip.training.TrainingSize;

/**
 * What a run's files say is checked before it is believed: with any part missing, null, negative,
 * absurd or of another kind they are read, or refused in one sentence that names the file.
 */
class RunFilesTest {
  private static final List<String> WRONG =
      List.of(
          "null",
          "-1",
          "-1e300",
          "1e300",
          "2147483648",
          "0",
          "0.5",
          "NaN",
          "\"\"",
          "\"x\"",
          "\"NaN\"",
          "\"../../etc\"",
          "[]",
          "[null]",
          "{}",
          "true");

  @TempDir Path folder;

  /** The object with each of its parts, however deep, missing or wrong. */
  private static List<JsonObject> spoilt(JsonObject whole) {
    var all = new ArrayList<JsonObject>();
    for (var name : whole.keySet()) {
      var without = whole.deepCopy();
      without.remove(name);
      all.add(without);
      for (var value : WRONG) {
        all.add(with(whole, name, JsonParser.parseString(value)));
      }
      if (whole.get(name) instanceof JsonObject inner) {
        spoilt(inner).forEach(part -> all.add(with(whole, name, part)));
      }
    }
    return all;
  }

  private static JsonObject with(JsonObject whole, String name, JsonElement value) {
    var copy = whole.deepCopy();
    copy.add(name, value);
    return copy;
  }

  /** All of these are read, or refused; some are. */
  private void readOrRefused(JsonObject whole, Path file, Consumer<Path> read) throws IOException {
    Files.writeString(file, whole + "\n");
    read.accept(folder);
    int refused = 0;
    for (var wrong : spoilt(whole)) {
      Files.writeString(file, wrong + "\n" + (file.endsWith("log.jsonl") ? whole : "") + "\n");
      try {
        read.accept(folder);
      } catch (UserError e) {
        refused++;
        assertTrue(e.getMessage().length() <= 500, e.getMessage());
        assertTrue(e.getMessage().contains(file.toString()), e.getMessage());
        assertTrue(!e.getMessage().contains("Exception"), e.getMessage());
      } catch (RuntimeException e) {
        throw new AssertionError(wrong.toString(), e);
      }
    }
    assertTrue(refused > 10, "only %d were refused".formatted(refused));
  }

  private static <S extends Record> JsonObject config(String method) {
    var spec = Methods.named(method);
    var settings = RunConfig.json(spec.settings(Preset.TINY, new TrainingSize(208, 14, 10)));
    var config =
        new RunConfig(
            method,
            "lite2",
            "moments",
            "float32",
            224,
            "data",
            List.of("a"),
            "abc",
            null,
            "tiny",
            settings,
            new RunConfig.Made("0.1.0", "PyTorch", "17", "Linux", 2));
    return JsonParser.parseString(new com.google.gson.Gson().toJson(config)).getAsJsonObject();
  }

  @Test
  void aConfigurationIsReadOrRefused() throws IOException {
    for (var method : List.of("onenip", "uniad")) {
      readOrRefused(
          config(method),
          folder.resolve("config.json"),
          run -> {
            var read = RunConfig.read(run);
            if (read.settings() != null) {
              new ResumedOptions(run, read).settings(Methods.named(method));
            }
          });
    }
  }

  @Test
  void aConfigurationOfAUsersIsReadOrRefused() throws IOException {
    var file = folder.resolve("config.json");
    readOrRefused(config("onenip"), file, run -> ConfigFile.read(file));
  }

  @Test
  void aLogIsReadOrRefused() throws IOException {
    var line = new StepLog(3, Map.of("loss", 2.0, "mse", 1.0), 0.5, 1e-3, 7).json();
    readOrRefused(line, folder.resolve("log.jsonl"), RunFilesTest::readLog);
    var warning = new JsonObject();
    warning.addProperty("step", 3);
    warning.addProperty("warning", "few images");
    readOrRefused(warning, folder.resolve("log.jsonl"), RunFilesTest::readLog);
  }

  private static void readLog(Path run) {
    RunFolder.readLog(run).forEach(StepLog::of);
    RunFolder.warnings(run);
  }

  @Test
  void aDamagedLineOfTheLogIsNamed() throws IOException {
    Files.writeString(
        folder.resolve("log.jsonl"), "{\"step\":1,\"loss\":2}\nnonsense\n{\"step\":2}");
    var error = assertThrows(UserError.class, () -> RunFolder.readLog(folder));
    assertTrue(error.getMessage().contains("line 2"), error.getMessage());
  }

  @Test
  void aCalibrationOfNoNumbersIsRefused() {
    var text =
        "{\"kappa\": 1, \"weight\": 0.5, \"imageThresholds\": {\"a\": 2}, \"pixelThresholds\": {\"a\": 3}}";
    assertEquals(2, Json.record(Json.object(text), Calibration.class).imageThresholds().get("a"));
    for (var wrong :
        List.of(
            text.replace("\"kappa\": 1", "\"kappa\": NaN"),
            text.replace("0.5", "-1"),
            text.replace("0.5", "1e300"),
            text.replace("\"a\": 2", "\"a\": NaN"),
            text.replace("\"a\": 2", "\"a\": null"),
            text.replace("\"imageThresholds\"", "\"x\""))) {
      boolean simple = wrong.contains("\"kappa\": NaN"); // which the reader refuses itself
      Class<? extends RuntimeException> kind =
          simple ? JsonParseException.class : IllegalArgumentException.class;
      var error =
          assertThrows(kind, () -> Json.record(Json.object(wrong), Calibration.class), wrong);
      var said = simple ? "kappa: it has to be a number" : "a calibration cannot have";
      assertTrue(error.getMessage().contains(said), error.getMessage());
    }
  }
}
