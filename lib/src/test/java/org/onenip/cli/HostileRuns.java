package org.onenip.cli;

import static org.onenip.cli.HostileCase.call;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.onenip.cli.HostileCase.Cases;

/** What a run's folder holds, settings, plug-ins and command lines. */
final class HostileRuns {
  private static final List<String> WRONG =
      List.of("null", "-1", "1e999", "\"x\"", "[]", "{}", "9".repeat(400_000));

  private final HostileStage stage;

  HostileRuns(HostileStage stage) {
    this.stage = stage;
  }

  /** All of them. */
  List<List<HostileCase>> kinds() throws IOException {
    return List.of(configs(), logs(), resumes(), settings(), plugs(), commands());
  }

  /** {@code config.json} of a run that is resumed. */
  private List<HostileCase> configs() throws IOException {
    var cases = new Cases("config.json");
    var whole = Files.readString(stage.oneNip().resolve("config.json"));
    for (var field :
        List.of(
            "method",
            "backbone",
            "neck",
            "size",
            "data",
            "classes",
            "preset",
            "settings",
            "steps")) {
      for (var wrong : WRONG) {
        var text =
            whole.replaceFirst("(\"%s\": )(\"[^\"]*\"|[^,\\[{]*)".formatted(field), "$1" + wrong);
        cases.add(
            "%s %.6s".formatted(field, wrong), folder -> resumed(folder, "config.json", text));
      }
      var without = whole.replaceFirst("\"%s\":".formatted(field), "\"other\":");
      cases.add("no " + field, folder -> resumed(folder, "config.json", without));
    }
    for (var text : List.of("", "null", "[]", "7", "{", "{}", "{\"a\":".repeat(200_000))) {
      cases.add(
          "all of it %.4s %d".formatted(text, text.length()),
          folder -> resumed(folder, "config.json", text));
    }
    cases.addDamage(
        whole.getBytes(StandardCharsets.UTF_8),
        4,
        3,
        (folder, bytes) -> {
          var run = HostileStage.copy(stage.oneNip(), folder);
          Files.write(run.resolve("config.json"), bytes);
          return call("train", "--resume", "--run", run);
        });
    return cases;
  }

  private Object[] resumed(Path folder, String name, String text) throws IOException {
    var run = HostileStage.copy(stage.oneNip(), folder);
    Files.writeString(run.resolve(name), text);
    return call("train", "--resume", "--run", run);
  }

  private List<HostileCase> logs() {
    var cases = new Cases("log.jsonl");
    var right = "{\"step\":1,\"loss\":1.5,\"seconds\":1}";
    for (var line :
        List.of(
            "",
            "{",
            "null",
            "[]",
            "7",
            "{}",
            right.replace("1,", "null,"),
            right.replace("1,", "-1,"),
            right.replace("1,", "1e999,"),
            right.replace("1.5", "\"NaN\""),
            right.replace("1.5", "null"),
            right.replace("1.5", "{}"),
            right.replace("1.5", "9".repeat(400_000)),
            "{\"step\":1,\"warning\":{}}",
            "{\"step\":1,\"warning\":\"" + "w".repeat(400_000) + "\"}",
            "{\"a\":".repeat(200_000))) {
      cases.add(
          "line %d, %.16s".formatted(cases.size(), line),
          folder -> {
            var run = HostileStage.copy(stage.oneNip(), folder);
            Files.delete(run.resolve("model.safetensors")); // as if its training had been stopped
            Files.writeString(run.resolve("log.jsonl"), line + "\n");
            return call("train", "--resume", "--run", run);
          });
    }
    return cases;
  }

  /** {@code resume.json} of a prediction. */
  private List<HostileCase> resumes() {
    var cases = new Cases("resume.json");
    for (var text :
        List.of(
            "",
            "{",
            "null",
            "[]",
            "{}",
            "{\"call\":null}",
            "{\"call\":7,\"done\":{}}",
            "{\"call\":\"x\",\"done\":-1,\"skipped\":-1,\"scores\":-1,\"unreadable\":-1}",
            "{\"call\":\"x\",\"done\":1e999}",
            "{\"call\":\"x\",\"scores\":9223372036854775807}",
            "{\"done\":" + "9".repeat(400_000) + "}",
            "{\"a\":".repeat(200_000))) {
      cases.add(
          "%.30s %d".formatted(text, text.length()),
          folder -> {
            var out = Files.createDirectories(folder.resolve("out"));
            Files.writeString(out.resolve("resume.json"), text);
            Files.writeString(out.resolve("scores.csv.part"), "file,score\n");
            return stage.predict(stage.nearest(), folder);
          });
    }
    return cases;
  }

  /** Files of settings, and single ones. */
  private List<HostileCase> settings() {
    var cases = new Cases("settings");
    for (var text :
        List.of(
            "",
            "null",
            "[]",
            "{",
            "{\"unheard-of\":1}",
            "{\"size\":\"x\"}",
            "{\"size\":-16}",
            "{\"size\":1e999}",
            "{\"size\":" + "9".repeat(400_000) + "}",
            "{\"preset\":7}",
            "{\"classes\":{}}",
            "{\"classes\":[null]}",
            "{\"settings\":[]}",
            "{\"settings\":{\"steps\":-1}}",
            "{\"settings\":{\"model\":{\"heads\":0}}}",
            "{\"settings\":{\"model\":null}}",
            "{\"method\":\"" + "m".repeat(400_000) + "\"}",
            "{\"a\":".repeat(200_000))) {
      cases.add(
          "file %d, %.20s".formatted(cases.size(), text),
          folder -> {
            var file = Files.writeString(folder.resolve("settings.json"), text);
            return stage.train(folder.resolve("run"), "--steps", 1, "--batch", 2, "--config", file);
          });
    }
    for (var set :
        List.of(
            "=",
            "steps",
            "steps=",
            "steps=x",
            "steps=1e999",
            "model.heads=0",
            "model.width=-4",
            "model.=1",
            ".=.",
            "a".repeat(400_000) + "=1",
            "steps=" + "9".repeat(400_000))) {
      cases.add(
          "--set %.20s %d".formatted(set, set.length()),
          folder -> stage.train(folder.resolve("run"), "--preset", "tiny", "--set", set));
    }
    return cases;
  }

  private List<HostileCase> plugs() {
    var cases = new Cases("plug");
    Map<String, String> files = new LinkedHashMap<>();
    files.put("Empty.java", "");
    files.put("Wrong.java", "class {{{");
    files.put("Other.java", "public class Other {}");
    files.put("a-b.java", "public class B {}");
    files.put("empty.jar", "");
    files.put("wrong.jar", "PK\3\4 nothing");
    files.put("wrong.jsh", "int x = ;");
    files.put("thrown.jsh", "throw new IllegalStateException(\"" + "x".repeat(10_000) + "\");");
    files.put("plug.exe", "MZ");
    files.put("plug", "");
    files.forEach(
        (name, text) ->
            cases.add(
                name,
                folder ->
                    stage.train(
                        folder.resolve("run"),
                        "--plug",
                        Files.writeString(folder.resolve(name), text))));
    for (var name : List.of("", ".", "none.jar", "\0.jar", "p".repeat(5000) + ".jar")) {
      cases.add(
          "name of %d letters %.4s".formatted(name.length(), name),
          folder -> stage.train(folder.resolve("run"), "--plug", name));
    }
    return cases;
  }

  private List<HostileCase> commands() {
    var cases = new Cases("command line");
    var digits = "9".repeat(400_000);
    for (var call :
        List.of(
            List.of("unheard-of"),
            List.of(digits),
            List.of("--" + digits),
            List.of("train"),
            List.of("train", "--run"),
            List.of("train", "--data"),
            List.of("evaluate"),
            List.of("predict"),
            List.of("import"),
            List.of("export"),
            List.of("compare"),
            List.of("ablate"),
            List.of("data"),
            List.of("data", "check"),
            List.of("data", "check", ""),
            List.of("data", "check", "\0"),
            List.of("data", "check", digits),
            List.of("compare", digits, digits),
            List.of("import", "\0", "--run", "x"),
            List.of("import", digits, "--run", "x"),
            List.of("maps", "--run", digits, "--out", "x", "y"),
            List.of("ablate", "--table", digits))) {
      cases.add("%d, %.30s".formatted(cases.size(), call), folder -> call.toArray());
    }
    for (var option :
        List.of(
            "--size",
            "--steps",
            "--batch",
            "--lr",
            "--epochs",
            "--preset",
            "--method",
            "--neck",
            "--device",
            "--textures",
            "--classes",
            "--seed")) {
      for (var value : List.of("", "-1", "NaN", digits)) {
        cases.add(
            "%s %.4s".formatted(option, value),
            folder -> {
              var options = new LinkedHashMap<Object, Object>();
              options.put("--data", stage.data());
              options.put("--run", folder.resolve("run"));
              options.put("--preset", "tiny");
              options.put("--size", HostileStage.SIZE);
              options.put(option.equals("--epochs") ? "--lr" : "--steps", 1);
              options.put("--batch", 2);
              options.put(option, value);
              var all = new ArrayList<Object>(List.of("train"));
              options.forEach((name, given) -> all.addAll(List.of(name, given)));
              return all.toArray();
            });
      }
    }
    return cases;
  }
}
