package org.onenip.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.onenip.cli.Outcome.run;

import ai.djl.Device;
import ai.djl.modality.cv.ImageFactory;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.onenip.JavaProcess;
import org.onenip.TestImages;
import org.onenip.data.HandmadeFiles;
import org.onenip.data.ImageFiles;
import org.onenip.method.Detectors;

/** Photographs as people have them, through {@code predict} and a predictor. */
class PhotographsTest {
  @TempDir static Path trained;
  @TempDir Path folder;

  @BeforeAll
  static void save() {
    try (var detector = Detectors.embedded(Device.cpu())) {
      detector.save(trained);
    }
  }

  private static List<CSVRecord> table(Path file) throws IOException {
    try (var rows =
        CSVFormat.DEFAULT
            .builder()
            .setHeader()
            .setSkipHeaderRecord(true)
            .get()
            .parse(Files.newBufferedReader(file))) {
      return rows.getRecords();
    }
  }

  /** The same picture, upright and as a camera stores it that was held on its side. */
  private byte[] turned(Path upright) throws IOException {
    var image = TestImages.stripes(96, new Color(60, 150, 60), 1).getSubimage(0, 0, 96, 64);
    var stored = new BufferedImage(64, 96, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < 64; y++) {
      for (int x = 0; x < 96; x++) {
        stored.setRGB(y, 95 - x, image.getRGB(x, y));
      }
    }
    Files.createDirectories(upright.getParent());
    var plain = new BufferedImage(96, 64, BufferedImage.TYPE_INT_RGB);
    plain.createGraphics().drawImage(image, 0, 0, null);
    Files.write(upright, HandmadeFiles.written(plain, "png"));
    return HandmadeFiles.pngWith(
        HandmadeFiles.written(stored, "png"), "eXIf", HandmadeFiles.exif(6));
  }

  @Test
  void aTurnedPhotographScoresAsItsUprightCopy() throws Exception {
    var images = folder.resolve("images");
    var bytes = turned(images.resolve("upright.png"));
    Files.write(images.resolve("turned.png"), bytes);
    var out = folder.resolve("seen");
    Outcome.done("predict", "--run", trained, "--out", out, "--device", "cpu", images);
    var rows = table(out.resolve("scores.csv"));
    assertEquals(rows.get(1).get("score"), rows.get(0).get("score"));
    try (var detector = Detectors.load(trained, Device.cpu());
        var predictor = detector.newPredictor()) {
      var read = ImageFiles.read(images.resolve("upright.png"));
      float score = detector.detect(List.of(read)).get(0).score();
      var factory = ImageFactory.getInstance();
      var file = factory.fromFile(images.resolve("turned.png"));
      assertEquals(score, predictor.predict(file).score(), 1e-4 * score);
      var stream = factory.fromInputStream(new ByteArrayInputStream(bytes));
      assertEquals(score, predictor.predict(stream).score(), 1e-4 * score);
      var url = factory.fromUrl(images.resolve("turned.png").toUri().toURL());
      assertEquals(score, predictor.predict(url).score(), 1e-4 * score);
    }
  }

  @Test
  void whatAFolderHoldsBesideImagesIsNamed() throws IOException {
    var images = folder.resolve("images");
    TestImages.write(TestImages.stripes(48, Color.ORANGE, 1), images.resolve("a.png"));
    Files.writeString(images.resolve("b.HEIC"), "photograph");
    Files.createDirectories(images.resolve("more"));
    Files.writeString(images.resolve("more/c.png"), "photograph");
    var outcome =
        run(
            "predict",
            "--run",
            trained,
            "--out",
            folder.resolve("seen"),
            "--device",
            "cpu",
            images);
    assertEquals(0, outcome.code(), outcome.error());
    assertTrue(outcome.error().contains("b.HEIC is not used"), outcome.error());
    assertTrue(outcome.error().contains("c.png"), outcome.error());
  }

  @Test
  void masksThatMarkMostOfTheirPicturesAreSaidWhereTheyAreMeasured() {
    var data = TestImages.oneClass(folder.resolve("green"), 48, Color.GREEN, 2);
    var mask = data.resolve("ground_truth/spot/001_mask.png");
    TestImages.write(TestImages.stripes(48, Color.WHITE, 1), mask);
    var run = folder.resolve("run");
    Outcome.done(
        "train",
        "--method",
        "nearest",
        "--size",
        64,
        "--data",
        data,
        "--run",
        run,
        "--device",
        "cpu");
    var outcome = run("evaluate", "--run", run, "--data", data, "--out", run, "--device", "cpu");
    assertEquals(0, outcome.code(), outcome.error());
    assertTrue(outcome.output().contains("masks of 1 images mark more"), outcome.output());
    assertTrue(outcome.output().contains(mask.toString()), outcome.output());
  }

  @Test
  void fourPicturesOfNinetyMegapixelsFitIntoAGigabyte() throws Exception {
    var images = folder.resolve("images");
    Files.createDirectories(images);
    var large = new BufferedImage(10_000, 9_000, BufferedImage.TYPE_BYTE_GRAY);
    var bytes = HandmadeFiles.written(large, "png");
    for (int i = 0; i < 4; i++) {
      Files.write(images.resolve("%d.png".formatted(i)), bytes);
    }
    var out = folder.resolve("seen");
    var arguments = new Object[] {"predict", "--run", trained, "--out", out, images};
    JavaProcess.finish(
        JavaProcess.start(List.of("-Xmx1g", "-Djava.awt.headless=true"), Main.class, arguments), 0);
    assertEquals(4, table(out.resolve("scores.csv")).size());
  }

  /** Java can open such files there, and has no name for them. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void aJapaneseNameIsNoDamageWhereTheSystemSpeaksAscii() throws Exception {
    var images = folder.resolve("images");
    Files.createDirectories(images);
    for (var name : List.of("%E5%82%B7", "%E7%94%BB")) {
      Files.write(
          Path.of(URI.create(images.toUri() + name + ".png")),
          HandmadeFiles.written(TestImages.stripes(48, Color.ORANGE, name.hashCode()), "png"));
    }
    var out = folder.resolve("seen");
    var arguments = new Object[] {"predict", "--run", trained, "--out", out, images};
    var process =
        JavaProcess.start(
            Map.of("LC_ALL", "C"), List.of("-Djava.awt.headless=true"), Main.class, arguments);
    JavaProcess.finish(process, 0);
    var rows = table(out.resolve("scores.csv"));
    assertEquals(2, rows.size());
    assertTrue(rows.get(0).get("file").endsWith("傷.png"), rows.get(0).get("file"));
    assertTrue(Files.exists(out.resolve(rows.get(0).get("map"))), rows.get(0).get("map"));
    assertTrue(!rows.get(0).get("map").equals(rows.get(1).get("map")));
  }
}
