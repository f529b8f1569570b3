package org.onenip.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.onenip.cli.Outcome.refused;
import static org.onenip.cli.Outcome.run;

import ai.djl.Device;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.onenip.JavaProcess;
import org.onenip.TestImages;
import org.onenip.method.Detectors;

/** {@code predict} and {@code evaluate} over many images: what is skipped, what a kill leaves. */
class ManyImagesTest {
  @TempDir static Path trained;
  @TempDir Path folder;

  @BeforeAll
  static void save() {
    try (var detector = Detectors.embedded(Device.cpu())) {
      detector.save(trained);
    }
  }

  private Path images(int number) {
    var images = folder.resolve("images");
    for (int i = 0; i < number; i++) {
      var picture = TestImages.stripes(48, new Color(40 + i, 150, 60), i);
      TestImages.write(picture, images.resolve("%03d.png".formatted(i)));
    }
    return images;
  }

  private static void cutShort(Path image) throws IOException {
    var bytes = Files.readAllBytes(image);
    Files.write(image, Arrays.copyOf(bytes, bytes.length / 2));
  }

  private static Outcome predict(Path out, Path images) {
    return run("predict", "--run", trained, "--out", out, "--device", "cpu", images);
  }

  private static Process process(List<String> options, Path out, Path images) throws IOException {
    return JavaProcess.start(
        options, Main.class, "predict", "--run", trained, "--out", out, "--device", "cpu", images);
  }

  /** Starts a call and waits until some of its batches are kept. */
  private static Process begun(Path out, Path images) throws Exception {
    var process = process(List.of(), out, images);
    var scores = out.resolve("scores.csv.part");
    while (!Files.exists(out.resolve("resume.json")) || Files.readAllLines(scores).size() < 10) {
      assertTrue(process.isAlive(), "it ended before it could be stopped");
      Thread.sleep(2);
    }
    return process;
  }

  private static void sameFiles(Path expected, Path actual) throws IOException {
    assertEquals(names(expected), names(actual));
    for (var name : names(expected)) {
      assertArrayEquals(
          Files.readAllBytes(expected.resolve(name)),
          Files.readAllBytes(actual.resolve(name)),
          name);
    }
  }

  private static TreeSet<String> names(Path folder) throws IOException {
    var names = new TreeSet<String>();
    try (var files = Files.list(folder)) {
      files.forEach(file -> names.add(file.getFileName().toString()));
    }
    return names;
  }

  @Test
  void filesThatCannotBeReadAreSkippedAndListed() throws IOException {
    var images = images(20);
    cutShort(images.resolve("003.png"));
    Files.writeString(images.resolve("017.png"), "no image");
    var out = folder.resolve("out");
    var outcome = predict(out, images);
    assertEquals(0, outcome.code(), outcome.error());
    assertTrue(outcome.output().contains("Skipped 2 of 20 files"), outcome.output());
    assertTrue(outcome.output().contains("017.png is no image"), outcome.output());
    var rows = Files.readAllLines(out.resolve("scores.csv"));
    assertEquals(19, rows.size());
    for (int i = 1; i < rows.size(); i++) {
      int file = i <= 3 ? i - 1 : i <= 16 ? i : i + 1;
      assertTrue(rows.get(i).startsWith(images.resolve("%03d.png,".formatted(file)).toString()));
      assertTrue(Files.exists(out.resolve("%03d_overlay.png".formatted(file))));
    }
    var unreadable = Files.readAllLines(out.resolve("unreadable.csv"));
    assertEquals(3, unreadable.size());
    assertEquals("file,reason", unreadable.get(0));
    assertTrue(unreadable.get(1).contains("003.png is damaged or cut short"), unreadable.get(1));
    Files.delete(images.resolve("003.png"));
    Files.delete(images.resolve("017.png"));
    assertEquals(0, predict(out, images).code());
    assertFalse(Files.exists(out.resolve("unreadable.csv")), "it is of the earlier call");
    assertFalse(Files.exists(out.resolve("resume.json")));
  }

  @Test
  void wrongCallsLeaveNothing() throws IOException {
    var images = images(2);
    var out = folder.resolve("out");
    var missing = images.resolve("missing.png");
    refused(
        run("predict", "--run", trained, "--out", out, images.resolve("000.png"), missing),
        missing);
    refused(run("predict", "--run", trained, "--out", out, "--class", "trey", images), "\"tray\"");
    assertFalse(Files.exists(out));
    cutShort(images.resolve("000.png"));
    cutShort(images.resolve("001.png"));
    refused(predict(out, images), "None of the 2 images", "000.png");
    refused(predict(out, images.resolve("001.png")), "001.png");
    assertEquals(List.of(), List.copyOf(names(out)));
  }

  @Test
  void aKilledCallGoesOnAndGivesWhatAnUnbrokenOneGives() throws Exception {
    var images = images(128);
    cutShort(images.resolve("002.png"));
    cutShort(images.resolve("058.png"));
    var unbroken = folder.resolve("unbroken");
    assertEquals(0, predict(unbroken, images).code());
    var out = folder.resolve("out");
    begun(out, images).destroyForcibly().waitFor(); // kill -9
    assertFalse(Files.exists(out.resolve("scores.csv")));
    Files.writeString(out.resolve("scores.csv.part"), "half a ro", StandardOpenOption.APPEND);
    var again = predict(out, images);
    assertEquals(0, again.code(), again.error());
    assertTrue(again.output().contains("Going on after the first"), again.output());
    sameFiles(unbroken, out);
  }

  @Test
  void anotherCallThanTheKilledOneStartsAfresh() throws Exception {
    var images = images(128);
    var out = folder.resolve("out");
    begun(out, images).destroyForcibly().waitFor();
    TestImages.write(TestImages.stripes(60, Color.RED, 1), images.resolve("000.png"));
    var again = predict(out, images);
    assertEquals(0, again.code(), again.error());
    assertTrue(again.output().contains("Starting afresh"), again.output());
    var unbroken = folder.resolve("unbroken");
    assertEquals(0, predict(unbroken, images).code());
    sameFiles(unbroken, out);
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "Java cannot send Ctrl-C there")
  void anInterruptedCallKeepsWhatIsDone() throws Exception {
    var images = images(128);
    var out = folder.resolve("out");
    var process = begun(out, images);
    process.toHandle().destroy(); // the hooks run as for Ctrl-C, and its output stays open
    var output = JavaProcess.finish(process, 143);
    assertTrue(output.contains("the same command goes on from there"), output);
    var again = predict(out, images);
    assertTrue(again.output().contains("Going on after the first"), again.output());
    assertEquals(129, Files.readAllLines(out.resolve("scores.csv")).size());
  }

  private static JsonObject figures(Path out) throws IOException {
    var report =
        JsonParser.parseString(Files.readString(out.resolve("report.json"))).getAsJsonObject();
    report.remove("images_per_second");
    return report;
  }

  @Test
  void aKilledEvaluationGoesOnAndGivesTheSameFigures() throws Exception {
    Files.writeString(
        trained.resolve("config.json"),
        "{\"method\": \"onenip\", \"backbone\": \"lite2\", \"size\": 160, \"data\": \"products\"}");
    var data = folder.resolve("set");
    for (var name : List.of("green", "orange", "red")) {
      for (int i = 0; i < 8; i++) {
        TestImages.oneClass(data.resolve(name), 48, Color.GREEN, 1);
        var good = TestImages.stripes(48, Color.ORANGE, i);
        TestImages.write(good, data.resolve(name + "/test/good/1%02d.png".formatted(i)));
      }
    }
    cutShort(data.resolve("orange/test/spot/000.png"));
    Object[] command = {
      "evaluate",
      "--run",
      trained,
      "--data",
      data,
      "--device",
      "cpu",
      "--prompt",
      "random",
      "--prompts",
      1,
      "--out",
      folder.resolve("unbroken")
    };
    var unbroken = run(command);
    assertEquals(0, unbroken.code(), unbroken.error());
    assertTrue(unbroken.output().contains("Skipped 1 of 36 test images"), unbroken.output());
    var out = folder.resolve("out");
    command[command.length - 1] = out;
    var process = JavaProcess.start(List.of(), Main.class, command);
    var maps = out.resolve("maps.part");
    while (!Files.exists(maps) || Files.size(maps) < 12 * 4 * 160 * 160) {
      assertTrue(process.isAlive(), "it ended before it could be stopped");
      Thread.sleep(2);
    }
    process.destroyForcibly().waitFor(); // kill -9
    assertFalse(Files.exists(out.resolve("report.json")));
    Files.writeString(maps, "half a batch", StandardOpenOption.APPEND);
    var again = run(command);
    assertEquals(0, again.code(), again.error());
    assertTrue(again.output().contains("Going on with the maps"), again.output());
    assertEquals(figures(folder.resolve("unbroken")), figures(out));
    assertFalse(Files.exists(maps));
  }

  /** The pixels of all images would take 360 MB. */
  @Test
  void memoryDoesNotGrowWithTheNumberOfImages() throws Exception {
    var images = folder.resolve("images");
    var first = images.resolve("000.png");
    TestImages.write(new BufferedImage(1000, 1000, BufferedImage.TYPE_3BYTE_BGR), first);
    for (int i = 1; i < 120; i++) {
      Files.copy(first, images.resolve("%03d.png".formatted(i)));
    }
    var options = List.of("-Xmx96m", "-XX:ActiveProcessorCount=2");
    JavaProcess.finish(process(options, folder.resolve("out"), images), 0);
    assertEquals(121, Files.readAllLines(folder.resolve("out/scores.csv")).size());
  }
}
