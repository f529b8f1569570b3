package org.onenip.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.onenip.TestImages;
import org.onenip.support.UserError;

class MvtecFolderTest {
  @TempDir Path folder;
  private Path root;

  @BeforeEach
  void write() {
    root = TestImages.twoClasses(folder.resolve("set"), 16);
  }

  private void refused(Path root, List<String> classes, Object... named) {
    var error = assertThrows(UserError.class, () -> MvtecFolder.scan(root, classes));
    for (var name : named) {
      assertTrue(error.getMessage().contains(name.toString()), error.getMessage());
    }
  }

  @Test
  void listsClassesKindsAndMasksSorted() {
    var set = MvtecFolder.scan(root, List.of());
    assertEquals(List.of("green", "orange"), set.classes());
    assertEquals(24, set.train().size());
    assertEquals(8, set.test().size());
    var defect = set.test().get(2);
    assertEquals("spot", defect.kind());
    assertEquals("000_mask.png", defect.mask().orElseThrow().getFileName().toString());
  }

  @Test
  void theFolderOfOneClassIsADataSetToo() {
    var set = MvtecFolder.scan(root.resolve("green"), List.of());
    assertEquals(List.of("green"), set.classes());
  }

  @Test
  void missingOrEmptyFoldersAreRefused() throws IOException {
    var missing = folder.resolve("missing");
    refused(missing, List.of(), missing);
    var empty = Files.createDirectory(folder.resolve("empty"));
    refused(empty, List.of(), empty);
  }

  @Test
  void unknownClassesAreRefusedWithThoseThatAre() {
    refused(root, List.of("blue"), "blue", "green, orange");
  }

  @Test
  void aClassWithoutNormalImagesIsRefused() throws IOException {
    for (var file : PictureFolder.list(root.resolve("green/train/good"))) {
      Files.delete(file);
    }
    refused(root, List.of(), "green", root.resolve("green/train/good"));
  }

  @Test
  void oneMissingMaskIsRefusedButNoneAtAllIsAllowed() throws IOException {
    var masks = root.resolve("green/ground_truth/spot");
    Files.delete(masks.resolve("001_mask.png"));
    refused(root, List.of(), root.resolve("green/test/spot/001.png"));
    Files.delete(masks.resolve("000_mask.png"));
    var set = MvtecFolder.scan(root, List.of("green"));
    assertTrue(set.test().stream().allMatch(sample -> sample.mask().isEmpty()));
  }

  @Test
  void aMaskOfAnotherSizeIsRefused() {
    TestImages.write(
        TestImages.stripes(20, Color.WHITE, 1),
        root.resolve("green/ground_truth/spot/000_mask.png"));
    var set = MvtecFolder.scan(root, List.of("green"));
    var images = new SampleImages(32);
    var error = assertThrows(UserError.class, () -> images.mask(set.test().get(2)));
    assertTrue(error.getMessage().contains("000_mask.png"), error.getMessage());
  }

  @Test
  void theFingerprintTellsDataSetsApart() throws IOException {
    var before = Fingerprint.of(MvtecFolder.scan(root, List.of()).train());
    assertEquals(before, Fingerprint.of(MvtecFolder.scan(root, List.of()).train()));
    Files.delete(root.resolve("green/train/good/003.png"));
    assertTrue(!before.equals(Fingerprint.of(MvtecFolder.scan(root, List.of()).train())));
  }
}
