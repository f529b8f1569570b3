package org.onenip.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.onenip.cli.Outcome.done;
import static org.onenip.cli.Outcome.refused;
import static org.onenip.cli.Outcome.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.onenip.JavaProcess;
import org.onenip.TestImages;
import org.onenip.model.Decoders;
import org.onenip.support.ClassPath;
import org.onenip.synthesis.Syntheses;

/** Files of users' own, loaded with {@code --plug}. */
class PlugTest {
  private static final String SERVICE = "META-INF/services/org.onenip.plug.Plug";

  @TempDir Path folder;
  private Path data;
  private Path run;

  @BeforeEach
  void write() {
    data = TestImages.twoClasses(folder.resolve("set"), 64);
    run = folder.resolve("run");
  }

  /** A file of this text. */
  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  /** Loads a file before anything else is looked at: there is no run. */
  private Outcome load(Path plug) {
    return run("predict", "--run", run, "--out", folder, "--plug", plug);
  }

  /** What a user without the file sees, to whom nothing is registered: another process. */
  private static String withoutPlug(Object... arguments) throws Exception {
    return JavaProcess.finish(JavaProcess.start(List.of(), Main.class, arguments), 2);
  }

  /** A jar of one class in the package {@code mine}. */
  private Path jar(String className, String source, String... services) throws IOException {
    var java = file(className + ".java", "package mine;\n" + source);
    var compiler = ToolProvider.getSystemJavaCompiler();
    var code = compiler.run(null, null, null, "-cp", ClassPath.ours(), java.toString());
    assertEquals(0, code);
    var jar = folder.resolve(className + ".jar");
    try (var out = new JarOutputStream(Files.newOutputStream(jar))) {
      out.putNextEntry(new JarEntry("mine/" + className + ".class"));
      out.write(Files.readAllBytes(folder.resolve(className + ".class")));
      if (services.length > 0) {
        out.putNextEntry(new JarEntry(SERVICE));
        out.write(String.join("\n", services).getBytes());
      }
    }
    return jar;
  }

  @Test
  void aJarRegistersWhatItsServiceSays() throws IOException {
    var plug =
        """
        import org.onenip.model.*;
        public class Plugged implements org.onenip.plug.Plug {
          public void register() { Decoders.register("of-a-jar", UnidirectionalDecoder::new); }
        }
        """;
    var jar = jar("Plugged", plug, "mine.Plugged");
    done(
        "train",
        "--data",
        data,
        "--run",
        run,
        "--size",
        64,
        "--preset",
        "tiny",
        "--steps",
        2,
        "--set",
        "model.decoder=of-a-jar",
        "--plug",
        jar,
        "--device",
        "cpu");
    assertTrue(Decoders.isRegistered("of-a-jar"));
  }

  @Test
  void aJarThatRegistersNothingIsToldWhatToAdd() throws IOException {
    refused(load(jar("Idle", "public class Idle {}")), "Idle.jar", SERVICE);
    refused(load(jar("Stranger", "public class Stranger {}", "mine.Stranger")), "Stranger.jar");
    refused(load(jar("Absent", "public class Absent {}", "mine.Nowhere")), "mine.Nowhere");
    var failing =
        """
        public class Failing implements org.onenip.plug.Plug {
          public void register() { throw new IllegalStateException("not today"); }
        }
        """;
    refused(load(jar("Failing", failing, "mine.Failing")), "Failing.jar", "not today");
    refused(load(file("no.jar", "this is no jar")), "no.jar");
  }

  @Test
  void aScriptReachesOurRegistriesAndMayUseTheShellsImports() throws IOException {
    var script =
        """
        // classes, methods and values are seen by what comes after them
        class Mine implements Synthesis {
          @Override
          public PseudoAnomaly apply(RgbImage normal, SplittableRandom random) {
            return new CutPaste().apply(normal, random);
          }
        }
        /* two on a line */ String first = "a-script"; var names = List.of(first, first + "-twice");
        for (var name : names) {
          Syntheses.register(name, textures -> new Mine());
        }
        /exit
        what follows is not read
        """;
    refused(load(file("mine.jsh", script)), "Which images");
    assertTrue(Syntheses.names().containsAll(List.of("a-script", "a-script-twice")));
    var made = Syntheses.named("a-script", Optional.empty());
    assertEquals("Mine", made.getClass().getSimpleName());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          int a;\\n\\nint b = ;                                     | line 3 | int b = ;
          // one\\nclass A {\\n  int f() { return "x"; }\\n}        | line 3 | cannot be converted
          int a = 1;\\nclass B {\\n  void f() {                     | line 3 | end of file
          class C extends Decodr {}\\nvar c = new C();              | line 1 | class Decodr
          int f() { return g(); }\\nint a = f();                    | line 1 | method g()
          import no.where.Thing;                                    | line 1 | no.where
          \\nthrow new IllegalStateException("so it is");           | line 2 | java.lang.IllegalStateException: so it is.
          int a = 1;\\n/open other.jsh                              | line 2 | only Java
          Decoders.register("bidirectional", UnidirectionalDecoder::new); | line 1 | the library's own
          Backbones.register("b4", device -> null);                 | line 1 | the library's own
          """)
  void aMistakeInAScriptIsNamedWithItsLine(String script, String line, String message)
      throws IOException {
    var plug = file("wrong.jsh", script.replace("\\n", "\n"));
    refused(load(plug), plug, line, message);
  }

  @Test
  void aFileThatIsNoPlugIsRefused() throws IOException {
    refused(load(folder.resolve("none.jsh")), "none.jsh", "does not exist");
    refused(load(file("mine.kt", "fun main() {}")), "mine.kt");
    refused(load(folder), folder);
  }

  @Test
  void aDecoderOfOnesOwnIsTrainedSavedAndMeasured() throws Exception {
    var plug = Path.of("docs/examples/gated_decoder.jsh");
    var other = Path.of("docs/examples/stain_synthesis.jsh");
    done(
        "train",
        "--data",
        data,
        "--run",
        run,
        "--size",
        64,
        "--preset",
        "tiny",
        "--steps",
        3,
        "--set",
        "model.decoder=gated",
        "--set",
        "synthesis=cutpaste-or-stain",
        "--plug",
        plug,
        "--plug",
        other,
        "--device",
        "cpu");
    var report = folder.resolve("report");
    done("evaluate", "--run", run, "--data", data, "--out", report, "--plug", plug);
    assertTrue(Files.exists(report.resolve("report.html")));
    var image = data.resolve("green/test/spot/000.png");
    done("predict", "--run", run, "--out", folder.resolve("seen"), "--plug", plug, image);
    var output = withoutPlug("evaluate", "--run", run, "--data", data, "--out", report);
    assertTrue(output.contains("no decoder \"gated\"") && output.contains("--plug"), output);
    assertFalse(output.contains("\tat "), output);
    output = withoutPlug("train", "--data", data, "--run", run, "--set", "synthesis=stain");
    assertTrue(output.contains("no synthesis \"stain\"") && output.contains("--plug"), output);
  }

  @Test
  void aMethodOfOnesOwnIsTrainedSavedAndMeasured() throws Exception {
    var plug = Path.of("docs/examples/mean_method.jsh");
    done("train", "--method", "mean", "--data", data, "--run", run, "--size", 64, "--plug", plug);
    var report = folder.resolve("report");
    done("evaluate", "--run", run, "--data", data, "--out", report, "--plug", plug);
    var json = Files.readString(report.resolve("report.json"));
    assertTrue(json.contains("\"green\""), json);
    refused(
        run("train", "--method", "mean", "--data", data, "--run", report, "--steps", 3), "mean");
    var output = withoutPlug("evaluate", "--run", run, "--data", data, "--out", report);
    assertTrue(output.contains("(\"mean\")") && output.contains("--plug"), output);
    output = withoutPlug("train", "--method", "mean", "--data", data, "--run", run);
    assertTrue(output.contains("no method \"mean\"") && output.contains("--plug"), output);
  }

  @Test
  void aBackboneOfOnesOwnIsFoundByItsName() throws Exception {
    var plug = Path.of("docs/examples/colour_backbone.jsh");
    done(
        "train",
        "--method",
        "nearest",
        "--data",
        data,
        "--run",
        run,
        "--size",
        64,
        "--backbone",
        "colours",
        "--plug",
        plug);
    var report = folder.resolve("report");
    done("evaluate", "--run", run, "--data", data, "--out", report, "--plug", plug);
    var output = withoutPlug("evaluate", "--run", run, "--data", data, "--out", report);
    assertTrue(output.contains("no backbone \"colours\"") && output.contains("--plug"), output);
  }

  @Test
  void anAblationTrainsAnewWhatAPlugHasChanged() throws Exception {
    var grid =
        file(
            "grid.json",
            """
            {"name": "mine", "rows": [
              {"name": "static", "set": {"model.decoder": "unidirectional"}},
              {"name": "mine", "set": {"model.decoder": "in-a-grid"}}]}
            """);
    var script = "Decoders.register(\"in-a-grid\", UnidirectionalDecoder::new);";
    var plug = file("grid.jsh", script);
    var out = folder.resolve("out");
    Object[] command = {
      "ablate",
      grid,
      "--data",
      data,
      "--out",
      out,
      "--size",
      64,
      "--preset",
      "tiny",
      "--steps",
      2,
      "--seeds",
      1,
      "--device",
      "cpu",
      "--plug",
      plug
    };
    done(command);
    assertEquals(2, trained(out));
    done(command);
    assertEquals(2, trained(out), "nothing has changed");
    Files.writeString(plug, script + "\n// changed");
    done(command);
    assertEquals(3, trained(out), "one row knows the plug, the other does not");
  }

  private static int trained(Path out) throws IOException {
    try (var runs = Files.list(out.resolve("trained"))) {
      return (int) runs.count();
    }
  }

  @Test
  void aSourceFileRegistersWhatItsClassBrings() throws IOException {
    var plug =
        file(
            "MyDecoders.java",
            "\uFEFF" // as some editors begin
                + """
            import org.onenip.model.*;

            class MyDecoders implements org.onenip.plug.Plug {
              public void register() {
                Decoders.register("of-source", UnidirectionalDecoder::new);
              }
            }
            """);
    refused(load(plug), "Which images?");
    assertTrue(Decoders.names().contains("of-source"));
  }

  @Test
  void aMistakeInASourceFileEndsWithItsLine() throws IOException {
    var plug = file("Wrong.java", "class Wrong {\n  int x = nothing;\n}\n");
    refused(load(plug), "Wrong.java fails in line 2", "nothing");
    refused(load(file("Idle.java", "class Idle {}")), "Idle.java registers nothing");
    refused(load(file("Other.java", "class Another {}")), "needs a class Other");
    refused(
        load(
            file(
                "Failing.java",
                "class Failing implements org.onenip.plug.Plug {"
                    + " public void register() { throw new RuntimeException(\"no\"); } }")),
        "Failing.java failed",
        "no");
  }
}
