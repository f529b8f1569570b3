package org.onenip.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.onenip.cli.Outcome.done;
import static org.onenip.cli.Outcome.refused;
import static org.onenip.cli.Outcome.run;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.onenip.JavaProcess;
import org.onenip.TestImages;
import org.onenip.detect.RunFolder;

/** {@code ablate} as a user runs it. */
class AblateTest {
  private static final String GRID =
      """
      {"name": "mine", "rows": [
        {"name": "all"},
        {"name": "no refiner", "set": {"model.refinerWidth": 0}},
        {"name": "refiner only", "test": {"weight": 1}},
        {"name": "wrong prompt", "test": {"prompt": "wrong"}},
        {"name": "each alone", "separate": true},
        {"name": "yardstick", "method": "nearest"}]}
      """;

  @TempDir Path folder;
  private Path data;
  private Path grid;

  @BeforeEach
  void write() throws IOException {
    data = TestImages.twoClasses(folder.resolve("set"), 64);
    grid = Files.writeString(folder.resolve("grid.json"), GRID);
  }

  /** The command; options given take the place of these. */
  private Object[] ablate(Path out, Object... options) {
    var chosen = new LinkedHashMap<Object, Object>();
    chosen.put("--data", data);
    chosen.put("--out", out);
    chosen.put("--preset", "tiny");
    chosen.put("--size", 64);
    chosen.put("--steps", 6);
    chosen.put("--batch", 2);
    chosen.put("--checkpoint-every", 2);
    chosen.put("--seeds", 2);
    for (int i = 0; i < options.length; i += 2) {
      chosen.put(options[i], options[i + 1]);
    }
    var arguments = new ArrayList<Object>(List.of("ablate", grid));
    chosen.forEach((name, value) -> arguments.addAll(List.of(name, value)));
    return arguments.toArray();
  }

  /** The table's rows by name. */
  private static TreeMap<String, JsonObject> rows(Path out) throws IOException {
    var table = JsonParser.parseString(Files.readString(out.resolve("mine/table.json")));
    var rows = new TreeMap<String, JsonObject>();
    for (var row : table.getAsJsonObject().getAsJsonArray("rows")) {
      rows.put(row.getAsJsonObject().get("name").getAsString(), row.getAsJsonObject());
    }
    return rows;
  }

  private static List<Path> detectors(Path out) throws IOException {
    if (Files.notExists(out)) {
      return List.of();
    }
    while (true) {
      try (var files = Files.walk(out)) {
        return files.filter(file -> file.endsWith("model.safetensors")).sorted().toList();
      } catch (UncheckedIOException e) {
        Thread.onSpinWait(); // a file went while we looked: the ablation is at work
      }
    }
  }

  @Test
  void everyKindOfRowComesIntoOneTable() throws IOException {
    var out = folder.resolve("out");
    done(ablate(out, "--device", "cpu"));
    var rows = rows(out);
    assertEquals(6, rows.size());
    for (var row : rows.values()) {
      assertEquals("[1,2]", row.get("seeds").toString());
      double auroc =
          row.getAsJsonObject("metrics").getAsJsonObject("i_auroc").get("mean").getAsDouble();
      assertTrue(auroc >= 0 && auroc <= 1, row.toString());
    }
    for (var name : List.of("table.csv", "table.md", "table.tex", "table.html")) {
      assertTrue(Files.size(out.resolve("mine").resolve(name)) > 100, name);
    }
    // with 2 seeds: all (shared by the rows that only test otherwise), no refiner, 2 classes alone;
    // the yardstick has no seed
    assertEquals(2 * 4 + 1, detectors(out).size());
    // what is done is not done again, another grid of the same rows included
    var times = new ArrayList<FileTime>();
    for (var file : detectors(out)) {
      times.add(Files.getLastModifiedTime(file));
    }
    var cell = out.resolve("mine/row-1-seed-1.json");
    var before = Files.getLastModifiedTime(cell);
    Files.delete(out.resolve("mine/row-1-seed-2.json"));
    done(ablate(out, "--device", "cpu"));
    assertEquals(before, Files.getLastModifiedTime(cell));
    assertEquals(rows, rows(out));
    var again = new ArrayList<FileTime>();
    for (var file : detectors(out)) {
      again.add(Files.getLastModifiedTime(file));
    }
    assertEquals(times, again, "a training was repeated");
  }

  @Test
  void otherSettingsAreNotTakenForThoseThatAreDone() throws IOException {
    Files.writeString(grid, "{\"name\":\"mine\",\"rows\":[{\"name\":\"all\"}]}");
    var out = folder.resolve("out");
    done(ablate(out, "--seeds", "5,6"));
    assertEquals(2, detectors(out).size());
    Files.writeString(
        grid, "{\"name\":\"mine\",\"rows\":[{\"name\":\"all\",\"set\":{\"model.jitter\":3}}]}");
    done(ablate(out, "--seeds", "5,6"));
    assertEquals(4, detectors(out).size(), "the row has changed, so it is trained again");
  }

  @Test
  void aKilledAblationGoesOnAsIfNothingHadHappened() throws Exception {
    Files.writeString(
        grid,
        "{\"name\":\"mine\",\"rows\":[{\"name\":\"a\"},{\"name\":\"b\",\"set\":{\"model.jitter\":3}}]}");
    var unbroken = folder.resolve("unbroken");
    JavaProcess.finish(JavaProcess.start(List.of(), Main.class, ablate(unbroken)), 0);
    var killed = folder.resolve("killed");
    var process = JavaProcess.start(List.of(), Main.class, ablate(killed));
    while (detectors(killed).isEmpty() || !interrupted(killed)) {
      assertTrue(process.isAlive(), "it ended before it could be killed");
      Thread.sleep(5);
    }
    process.destroyForcibly().waitFor(); // kill -9
    assertTrue(Files.exists(killed.resolve("mine/table.html")), "what is done has its table");
    var first = detectors(killed).get(0);
    var before = Files.getLastModifiedTime(first);
    JavaProcess.finish(JavaProcess.start(List.of(), Main.class, ablate(killed)), 0);
    assertEquals(before, Files.getLastModifiedTime(first));
    assertEquals(rows(unbroken), rows(killed));
    try (var files = Files.walk(killed)) {
      assertFalse(files.anyMatch(file -> file.endsWith(RunFolder.STATE)), "nothing is left over");
    }
  }

  private static boolean interrupted(Path out) throws IOException {
    try (var files = Files.walk(out.resolve("trained"))) {
      return files.anyMatch(
          file ->
              file.endsWith(RunFolder.STATE)
                  && !Files.exists(file.resolveSibling("model.safetensors")));
    }
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void severalDevicesGiveWhatOneGives() throws Exception {
    Files.writeString(
        grid,
        "{\"name\":\"mine\",\"rows\":[{\"name\":\"a\"},{\"name\":\"b\",\"set\":{\"model.jitter\":3}}]}");
    var one = folder.resolve("one");
    done(ablate(one, "--seeds", "1", "--device", "cpu"));
    var two = folder.resolve("two");
    done(ablate(two, "--seeds", "1", "--device", "cpu,cpu"));
    assertEquals(rows(one).keySet(), rows(two).keySet());
    for (var name : rows(one).keySet()) { // threads add up in another order
      var expected = metric(rows(one).get(name));
      assertEquals(expected, metric(rows(two).get(name)), 0.02);
    }
  }

  private static double metric(JsonObject row) {
    return row.getAsJsonObject("metrics").getAsJsonObject("p_auroc").get("mean").getAsDouble();
  }

  @Test
  void mistakesAreFoundBeforeAnythingIsTrained() throws IOException {
    var out = folder.resolve("out");
    refused(run("ablate", "tabel4a", "--data", data, "--out", out), "table4a");
    refused(run(ablate(out, "--seeds", "1,1")), "--seeds");
    refused(run(ablate(out, "--seeds", "none")), "--seeds");
    refused(run(ablate(out, "--set", "modl.width=3")), "--set", "\"model\"");
    var bad = "{\"name\":\"mine\",\"rows\":[{\"name\":\"good\"},{\"name\":\"bad\",%s}]}";
    for (var row :
        List.of(
            "\"set\":{\"model.decoder\":\"bidirectionl\"}",
            "\"set\":{\"model.heads\":7}",
            "\"test\":{\"prompts\":-1}",
            "\"test\":{\"promt\":\"told\"}")) {
      Files.writeString(grid, bad.formatted(row));
      refused(run(ablate(out)), "row \"bad\"");
    }
    Files.writeString(grid, bad.formatted("\"method\":\"uniadd\""));
    refused(run(ablate(out)), "\"uniad\"");
    Files.writeString(grid, bad.formatted("\"size\":100"));
    refused(run(ablate(out)), "100");
    Files.writeString(grid, "[1]");
    refused(run(ablate(out)), grid);
    assertFalse(Files.exists(out.resolve("trained")));
  }
}
