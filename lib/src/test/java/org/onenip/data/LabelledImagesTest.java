package org.onenip.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.engine.Engine;
import ai.djl.repository.Repository;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.onenip.support.UserError;

/** With two images a label to train on and one to test on, in the files that DJL would fetch. */
class LabelledImagesTest {
  @TempDir Path folder;
  private Repository repository;
  private PictureCache cache;

  /** DJL copies what it fetches into its cache: into a folder of ours here. */
  @BeforeEach
  void write() throws IOException {
    Engine.getInstance(); // its own files stay in the usual cache
    System.setProperty("DJL_CACHE_DIR", folder.resolve("djl").toString());
    var root = folder.resolve("repository");
    write(root, "cifar10", "data_batch.bin", cifar(20), "test_batch.bin", cifar(10));
    write(
        root,
        "mnist",
        "train_data",
        digits(20),
        "train_labels",
        labels(20),
        "test_data",
        digits(10),
        "test_labels",
        labels(10));
    repository = Repository.newInstance("tiny", root);
    cache = new PictureCache(folder.resolve("cache"));
  }

  @AfterEach
  void restore() {
    System.clearProperty("DJL_CACHE_DIR");
    System.clearProperty("ONENIP_CACHE");
  }

  /** One of DJL's repositories: its own description beside the files. */
  private static void write(Path root, String name, Object... files) throws IOException {
    var directory =
        Files.createDirectories(root.resolve("dataset/cv/ai/djl/basicdataset").resolve(name));
    var items = new StringBuilder();
    for (int i = 0; i < files.length; i += 2) {
      var file = directory.resolve(files[i].toString());
      Files.write(file, (byte[]) files[i + 1]);
      items.append(
          "%s\"%s\": {\"uri\": \"%s\", \"sha1Hash\": \"%s\"}"
              .formatted(i == 0 ? "" : ", ", files[i], file.toUri(), sha1((byte[]) files[i + 1])));
    }
    Files.writeString(
        directory.resolve("metadata.json"),
        """
        {"metadataVersion": "0.2", "resourceType": "dataset", "application": "cv",
         "groupId": "ai.djl.basicdataset", "artifactId": "%s", "name": "%s",
         "artifacts": [{"version": "1.0", "files": {%s}}]}"""
            .formatted(name, name, items));
  }

  private static String sha1(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  /** A label, then the red, the green and the blue plane: image i is (i, 100, 200). */
  private static byte[] cifar(int count) {
    var bytes = new ByteArrayOutputStream();
    for (int i = 0; i < count; i++) {
      bytes.write(i % 10);
      for (int value : new int[] {i, 100, 200}) {
        for (int pixel = 0; pixel < 1024; pixel++) {
          bytes.write(value);
        }
      }
    }
    return bytes.toByteArray();
  }

  private static byte[] digits(int count) {
    var bytes = new ByteArrayOutputStream();
    bytes.writeBytes(new byte[16]);
    for (int i = 0; i < count; i++) {
      for (int pixel = 0; pixel < 784; pixel++) {
        bytes.write(pixel == 1 ? 255 : i);
      }
    }
    return bytes.toByteArray();
  }

  private static byte[] labels(int count) {
    var bytes = new ByteArrayOutputStream();
    bytes.writeBytes(new byte[8]);
    for (int i = 0; i < count; i++) {
      bytes.write(i % 10);
    }
    return bytes.toByteArray();
  }

  private Listing list(LabelledImages images, String normal) {
    return images.list(normal, repository, cache, new Silence());
  }

  /** The splits of UniAD's paper. */
  @ParameterizedTest
  @ValueSource(strings = {"01234", "56789", "02468", "13579"})
  void fiveLabelsAreNormalAndTheOthersAnomalous(String normal) {
    var set = list(LabelledImages.CIFAR10, normal).toSet(List.of());
    assertEquals(List.of("cifar10-" + normal), set.classes());
    assertEquals(10, set.train().size());
    assertEquals(10, set.test().size(), "the whole test set");
    assertEquals(5, set.test().stream().filter(Sample::anomalous).count());
    boolean frogIsNormal = normal.contains("6");
    assertEquals(
        frogIsNormal ? "good" : "frog",
        set.test().stream()
            .filter(sample -> sample.image().getParent().endsWith("frog"))
            .findFirst()
            .orElseThrow()
            .kind());
  }

  @Test
  void coloursAndDigitsComeThroughUnchanged() {
    var frog = list(LabelledImages.CIFAR10, "6").train().get(1);
    var image = ImageFiles.read(frog.image());
    assertEquals(
        "frog/00016.png",
        frog.image()
            .getParent()
            .getParent()
            .relativize(frog.image())
            .toString()
            .replace('\\', '/'));
    assertEquals(List.of(32, 32), List.of(image.width(), image.height()));
    assertEquals(List.of(16, 100, 200), values(image, 5));
    var three = ImageFiles.read(list(LabelledImages.MNIST, "3").train().get(1).image());
    assertEquals(List.of(28, 28), List.of(three.width(), three.height()));
    assertEquals(List.of(13, 13, 13), values(three, 0));
    assertEquals(List.of(255, 255, 255), values(three, 1));
  }

  private static List<Integer> values(RgbImage image, int pixel) {
    var rgb = image.rgb();
    return List.of(rgb[3 * pixel] & 255, rgb[3 * pixel + 1] & 255, rgb[3 * pixel + 2] & 255);
  }

  @Test
  void whatWasWrittenOnceNeedsNoNetwork() {
    list(LabelledImages.MNIST, "01234");
    repository = Repository.newInstance("gone", folder.resolve("gone"));
    assertEquals(10, list(LabelledImages.MNIST, "56789").train().size());
    System.setProperty("ONENIP_CACHE", folder.resolve("cache").toString());
    var set = DataSets.open("odd=mnist:13579", List.of());
    assertEquals("odd", set.name());
    assertEquals(List.of("mnist-13579"), set.classes());
    assertEquals("0", set.test().get(0).kind());
  }

  @Test
  void whatCannotBeFetchedIsSaidAndLeavesNothingBehind() throws IOException {
    repository = Repository.newInstance("gone", folder.resolve("gone"));
    var error = assertThrows(UserError.class, () -> list(LabelledImages.CIFAR10, "01234"));
    assertTrue(error.getMessage().contains("network"), error.getMessage());
    assertFalse(Files.exists(folder.resolve("cache/cifar10")));
    try (var left = Files.list(folder.resolve("cache"))) {
      assertEquals(0, left.count());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0123456789", "00", "cats", "-1", "../x"})
  void otherSplitsThanDigitsAreRefused(String normal) {
    var error = assertThrows(UserError.class, () -> list(LabelledImages.CIFAR10, normal));
    assertTrue(error.getMessage().contains("cifar10:01234"), error.getMessage());
  }
}
