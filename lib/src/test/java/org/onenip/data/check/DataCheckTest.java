package org.onenip.data.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.onenip.TestImages;
import org.onenip.data.DataSets;
import org.onenip.data.PublishedTrees;
import org.onenip.data.Silence;
import org.onenip.data.check.Finding.Kind;

class DataCheckTest {
  private static final int SIDE = 12;

  @TempDir Path folder;
  private Path root;

  @BeforeEach
  void write() {
    root = TestImages.twoClasses(folder.resolve("set"), SIDE);
  }

  private static CheckReport check(Object data) {
    return DataCheck.check(DataSets.list(data.toString(), new Silence()), done -> {});
  }

  /** Expects one finding, of a kind and about a file. */
  private void finds(Kind kind, Path file) {
    var report = check(root);
    assertEquals(List.of(kind), report.findings().stream().map(Finding::kind).toList());
    assertEquals(file, report.findings().get(0).file());
    assertTrue(report.findings().get(0).message().contains(file.toString()));
    assertEquals(!kind.wrong(), report.sound());
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
  }

  @Test
  void aWholeSetIsCountedAndLeftInPeace() {
    var done = new AtomicInteger();
    var report =
        DataCheck.check(
            DataSets.list(root.toString(), new Silence()),
            n -> done.accumulateAndGet(n, Math::max));
    assertEquals(List.of(), report.findings());
    assertTrue(report.sound());
    assertEquals(32, done.get());
    var green = report.classes().get(0);
    assertEquals("green", green.name());
    assertEquals(new Counts(12, 2, 2), green.counts());
    assertEquals(Map.of("spot", 2), green.kinds());
    assertNull(green.published());
  }

  @Test
  void aDefectWithoutItsMask() throws IOException {
    Files.delete(root.resolve("green/ground_truth/spot/001_mask.png"));
    finds(Kind.MISSING_MASK, root.resolve("green/test/spot/001.png"));
  }

  @Test
  void aMaskWithoutItsImage() throws IOException {
    Files.delete(root.resolve("green/test/spot/001.png"));
    finds(Kind.LOOSE_MASK, root.resolve("green/ground_truth/spot/001_mask.png"));
  }

  @Test
  void aClassWithNothingToTrainOn() throws IOException {
    for (int i = 0; i < 12; i++) {
      Files.delete(root.resolve("green/train/good/%03d.png".formatted(i)));
    }
    finds(Kind.EMPTY_CLASS, root.resolve("green/train/good"));
  }

  @Test
  void aFileThatIsListedOnly() throws IOException {
    PublishedTrees.lists(root);
    var lost = root.resolve("green/train/good/003.png");
    Files.delete(lost);
    finds(Kind.MISSING_FILE, lost);
    assertEquals(11, check(root).classes().get(0).counts().train());
  }

  @Test
  void imagesAndMasksThatCannotBeRead() throws IOException {
    var broken = root.resolve("green/train/good/003.png");
    Files.write(broken, Arrays.copyOf(Files.readAllBytes(broken), 50));
    finds(Kind.UNREADABLE, broken);
    TestImages.write(TestImages.stripes(SIDE, Color.PINK, 99), broken);
    var mask = root.resolve("green/ground_truth/spot/001_mask.png");
    Files.writeString(mask, "no mask");
    finds(Kind.UNREADABLE, mask);
  }

  @Test
  void aMaskOfAnotherSize() {
    var mask = root.resolve("green/ground_truth/spot/001_mask.png");
    TestImages.write(TestImages.stripes(SIDE + 1, Color.WHITE, 1), mask);
    finds(Kind.MASK_SIZE, mask);
  }

  @Test
  void aMaskThatMarksNothing() {
    var mask = root.resolve("green/ground_truth/spot/001_mask.png");
    TestImages.write(new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_BYTE_GRAY), mask);
    finds(Kind.EMPTY_MASK, mask);
  }

  @Test
  void anImageOfAnotherSizeThanItsClass() {
    var odd = root.resolve("green/train/good/003.png");
    TestImages.write(TestImages.stripes(SIDE + 5, Color.GREEN, 1), odd);
    finds(Kind.ODD_SIZE, odd);
    assertTrue(check(root).findings().get(0).message().contains("17×17"));
  }

  /** Also where it was saved again in another format and under another class. */
  @Test
  void thePictureThatIsTrainedAndTestedOn() throws IOException {
    var copy = root.resolve("orange/test/good/copy.bmp");
    ImageIO.write(
        ImageIO.read(root.resolve("green/train/good/003.png").toFile()), "bmp", copy.toFile());
    finds(Kind.TRAINED_AND_TESTED, copy);
    assertTrue(check(root).findings().get(0).message().contains("green/train/good/003.png"));
  }

  @Test
  void thePictureThatIsTestedOnTwice() throws IOException {
    var copy = root.resolve("green/test/good/copy.png");
    copy(root.resolve("green/test/good/000.png"), copy);
    finds(Kind.REPEATED, copy);
  }

  @Test
  void aClassWithoutMasksAndOneWithoutDefectsAreNoted() throws IOException {
    for (var name : List.of("000", "001")) {
      Files.delete(root.resolve("green/ground_truth/spot/%s_mask.png".formatted(name)));
      Files.delete(root.resolve("orange/ground_truth/spot/%s_mask.png".formatted(name)));
      Files.delete(root.resolve("orange/test/spot/%s.png".formatted(name)));
    }
    var report = check(root);
    assertEquals(
        List.of(Kind.ONE_SIDED, Kind.NO_MASKS),
        report.findings().stream().map(Finding::kind).toList());
    assertTrue(report.sound());
  }

  @Test
  void countsThatDifferFromThePublishedOnesAreSaid() {
    root = PublishedTrees.btad(folder.resolve("btad"), SIDE);
    var report = check(root);
    assertEquals(List.of("BTAD"), report.published());
    assertEquals(new Counts(1000, 400, 41), report.classes().get(2).published());
    assertEquals(3, report.findings().size());
    var message = report.findings().get(0).message();
    assertTrue(message.contains("3 training, 3 normal and 3 defective"), message);
    assertTrue(message.contains("400, 21 and 49"), message);
    assertFalse(report.sound());
  }

  @Test
  void aClassOfAPublishedNameAloneMayBeAnotherAndAMissingOneIsMissed() throws IOException {
    var merged = folder.resolve("mvtec");
    TestImages.oneClass(merged.resolve("bottle"), SIDE, Color.GREEN, 2);
    root = PublishedTrees.btad(folder.resolve("btad"), SIDE);
    try (var files = Files.walk(root.resolve("02"))) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    }
    var report = check(merged + "," + root);
    assertEquals(new Counts(209, 20, 63), report.classes().get(2).published());
    assertEquals(
        List.of("btad/02", "btad/01", "btad/03"),
        report.findings().stream().map(Finding::className).toList());
    assertEquals(Kind.MISSING_CLASS, report.findings().get(0).kind());
  }

  /** The sums of the paper's appendix B. */
  @Test
  void thePublishedCountsAddUpAsThePaperSays() {
    sums("bottle", 3629, 467, 1258);
    sums("01", 1799, 451, 290);
    sums("candle", 8659, 962, 1200);
  }

  private static void sums(String className, int train, int good, int defective) {
    var set = PublishedCounts.of(Set.of(className)).orElseThrow();
    var counts = set.classes().values();
    assertEquals(train, counts.stream().mapToInt(Counts::train).sum());
    assertEquals(good, counts.stream().mapToInt(Counts::good).sum());
    assertEquals(defective, counts.stream().mapToInt(Counts::defective).sum());
  }

  @Test
  void picturesThatAreLostHaveToBeMendedAndOtherFilesAreNoted() throws IOException {
    var heic = Files.writeString(root.resolve("green/train/good/phone.heic"), "photograph");
    finds(Kind.LOST, heic);
    Files.delete(heic);
    finds(Kind.UNUSED, Files.writeString(root.resolve("green/readme.txt"), "text"));
  }

  @Test
  void aMaskThatMarksMostOfItsPictureMayBeInverted() throws IOException {
    var mask = root.resolve("green/ground_truth/spot/001_mask.png");
    var image = ImageIO.read(mask.toFile());
    for (int i = 0; i < SIDE * SIDE; i++) {
      var raster = image.getRaster();
      raster.setSample(i % SIDE, i / SIDE, 0, 255 - raster.getSample(i % SIDE, i / SIDE, 0));
    }
    TestImages.write(image, mask);
    finds(Kind.INVERTED_MASK, mask);
    assertTrue(check(root).findings().get(0).message().contains("94 %"));
  }

  @Test
  void aMaskThatIsAJpegIsNoted() throws IOException {
    var mask = root.resolve("green/ground_truth/spot/001_mask.png");
    var jpeg = mask.resolveSibling("001.JPG");
    ImageIO.write(ImageIO.read(mask.toFile()), "jpg", jpeg.toFile());
    Files.delete(mask);
    finds(Kind.MASK_READING, jpeg);
  }

  /** Its image figures cannot be had; its pixel figures can, since masks have both sides. */
  @Test
  void aClassWithDefectsAloneIsMeasuredByItsPixels() throws IOException {
    for (var name : List.of("000", "001")) {
      Files.delete(root.resolve("green/test/good/%s.png".formatted(name)));
    }
    var findings = check(root).findings();
    assertEquals(List.of(Kind.ONE_SIDED), findings.stream().map(Finding::kind).toList());
    assertTrue(findings.get(0).message().contains("only its pixels are measured"));
  }
}
