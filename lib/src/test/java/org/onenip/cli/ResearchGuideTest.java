package org.onenip.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.onenip.JavaProcess;
import org.onenip.TestImages;

/** The guide's code is that of the examples, and its commands run, on small images. */
class ResearchGuideTest {
  private static final Path GUIDE = Path.of("docs/research.md");
  private static final Path EXAMPLES = Path.of("docs/examples");
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```(\\w*)\\n(.*?)^```");

  @TempDir Path folder;
  private Path data;

  @BeforeEach
  void write() {
    data = TestImages.twoClasses(folder.resolve("set"), 64);
  }

  private static List<String> blocks(String language) throws IOException {
    return BLOCK
        .matcher(Files.readString(GUIDE))
        .results()
        .filter(block -> block.group(1).equals(language))
        .map(block -> block.group(2))
        .toList();
  }

  @Test
  void everyPieceOfJavaIsPartOfAnExample() throws IOException {
    String examples;
    try (var files = Files.list(EXAMPLES)) {
      examples = files.map(ResearchGuideTest::read).collect(Collectors.joining("\n"));
    }
    var pieces = blocks("java");
    assertFalse(pieces.isEmpty());
    for (var piece : pieces) {
      assertTrue(examples.contains(piece), piece);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void everyCommandRuns() throws Exception {
    var grid = blocks("json");
    assertEquals(1, grid.size());
    Files.writeString(folder.resolve("gated.json"), grid.get(0));
    Outcome.done(
        "train",
        "--method",
        "nearest",
        "--data",
        data,
        "--run",
        folder.resolve("demo"),
        "--size",
        64);
    var commands =
        blocks("").stream()
            .flatMap(String::lines)
            .filter(line -> line.contains("lib/onenip ") && !line.contains("lib/onenip bench"))
            .toList();
    assertEquals(9, commands.size(), commands.toString());
    for (var command : commands) {
      run(onSmallImages(command));
    }
    for (var made : List.of("gated/report.html", "mean/report.html", "gated/gated/table.html")) {
      assertTrue(Files.exists(folder.resolve(made)), made);
    }
  }

  private String onSmallImages(String command) {
    return command
        .replaceFirst("ONENIP_JAVA_OPTIONS=\".*?\" ", "")
        .replace("runs/demo/products", data.toString())
        .replace(" DATA ", " " + data + " ")
        .replace("gated.json", folder.resolve("gated.json").toString())
        .replace("runs/", folder + "/")
        .replace("STEPS=100", "STEPS=2 SIZE=64")
        .replace("--size 160", "--size 64 --steps 2")
        .replace("--seeds 3", "--seeds 1");
  }

  /** As a shell runs it: variables of the environment come before the command. */
  private static void run(String line) throws Exception {
    var words = new ArrayList<>(List.of(line.split(" ")));
    var environment = new HashMap<String, String>();
    while (!words.get(0).equals("lib/onenip")) {
      var variable = words.remove(0).split("=", 2);
      environment.put(variable[0], variable[1]);
    }
    var arguments = words.subList(1, words.size());
    if (!arguments.get(0).equals("shell")) {
      Outcome.done(arguments.toArray());
      return;
    }
    var process = JavaProcess.start(environment, List.of(), Main.class, arguments.toArray());
    process.getOutputStream().close();
    var output = JavaProcess.finish(process, 0);
    assertFalse(output.contains("rror") || output.contains("xception"), output);
    assertFalse(output.contains("false") || output.contains("NaN"), output);
    boolean figures =
        Stream.of("mean ", "layers.0.gate.weight", "green/spot: ").anyMatch(output::contains);
    assertTrue(figures, Arrays.toString(new String[] {line, output}));
  }
}
