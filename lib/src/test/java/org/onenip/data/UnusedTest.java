package org.onenip.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.onenip.TestImages;
import org.onenip.data.Unused.Reason;

class UnusedTest {
  @TempDir Path folder;
  private Path root;

  @BeforeEach
  void write() {
    root = TestImages.twoClasses(folder.resolve("set"), 12);
  }

  private Path put(String name) throws IOException {
    var file = root.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, "something");
  }

  private Listing list() {
    return DataSets.list(root.toString(), new Silence());
  }

  @Test
  void aTidySetLeavesNothingOut() throws IOException {
    put(".DS_Store");
    put("green/.cache/x.png");
    assertEquals(List.of(), list().unused());
    assertEquals(List.of(), list().omissions(List.of()));
  }

  @Test
  void whatIsNotReadIsNamedWithItsReason() throws IOException {
    for (int i = 0; i < 5; i++) {
      put("green/train/good/phone%d.HEIC".formatted(i));
    }
    put("green/train/good/session/000.png");
    put("green/test/stray.png");
    put("green/validation/good/000.png");
    put("orange/readme.txt");
    put("notes.docx");
    Files.createSymbolicLink(
        root.resolve("orange/train/good/gone.png"), root.resolve("was/there.png"));
    var found = list().unused();
    assertEquals(
        List.of(
            Reason.ELSEWHERE,
            Reason.FOREIGN,
            Reason.ELSEWHERE,
            Reason.ELSEWHERE,
            Reason.OTHER,
            Reason.OTHER,
            Reason.DEAD_LINK),
        List.of(
                root.resolve("green/test"),
                root.resolve("green/train/good"),
                root.resolve("green/train/good/session"),
                root.resolve("green/validation/good"),
                root,
                root.resolve("orange"),
                root.resolve("orange/train/good"))
            .stream()
            .map(place -> in(found, place).reason())
            .toList());
    var heic = in(found, root.resolve("green/train/good")).sentence();
    assertTrue(heic.startsWith("5 .heic files in"), heic);
    assertTrue(heic.contains("phone0.HEIC, phone1.HEIC, phone2.HEIC, …"), heic);
    var green = list().omissions(List.of("green"));
    assertTrue(green.stream().noneMatch(sentence -> sentence.contains("orange")), green.toString());
    assertTrue(green.stream().anyMatch(sentence -> sentence.contains("notes.docx")));
  }

  private static Unused in(List<Unused> found, Path folder) {
    var one = found.stream().filter(files -> files.folder().equals(folder)).toList();
    assertEquals(1, one.size(), folder.toString());
    return one.get(0);
  }

  @Test
  void allEndingsOfImagesAreRead() throws IOException {
    var names = List.of("a.PNG", "b.jpe", "c.JFIF", "d.webp", "e.gif", "f.TIFF", "g.Bmp");
    for (var name : names) {
      put("green/train/good/" + name);
    }
    var read = new HashSet<String>();
    list().train().forEach(sample -> read.add(sample.image().getFileName().toString()));
    assertTrue(read.containsAll(names), read.toString());
    assertEquals(List.of(), list().unused());
  }

  /** Used, loose or named: nothing that is visible is passed over. */
  @Test
  void everyVisibleFileIsUsedOrNamed() throws IOException {
    put("green/ground_truth/spot/other.png");
    put("green/ground_truth/stray.png");
    put("green/train/bad/000.png");
    put("orange/test/spot/deep/er/x.webp");
    put("orange/test/spot/noending");
    var listing = list();
    Set<Path> told = new HashSet<>(listing.masks());
    listing.train().forEach(sample -> told.add(sample.image()));
    listing.test().forEach(sample -> told.add(sample.image()));
    listing.unused().forEach(files -> told.addAll(files.files()));
    try (var files = Files.walk(root)) {
      files.filter(Files::isRegularFile).forEach(f -> assertTrue(told.contains(f), f.toString()));
    }
    assertTrue(
        listing.omissions(List.of()).stream()
            .anyMatch(sentence -> sentence.contains("of no image")));
  }

  @Test
  void whatAListDoesNotNameIsNamedToo() throws IOException {
    PublishedTrees.lists(root);
    put("green/train/good/extra.png");
    var found = list().unused();
    assertEquals(1, found.size(), found.toString());
    assertEquals(List.of(root.resolve("green/train/good/extra.png")), found.get(0).files());
  }

  @Test
  void aFolderToPredictSaysWhatItLeavesOut() throws IOException {
    var photos = root.resolve("green/test/good");
    put("green/test/good/a.heic");
    put("green/test/good/more/b.png");
    var said = PictureFolder.omissions(photos);
    assertEquals(2, said.size(), said.toString());
    assertEquals(List.of(), PictureFolder.omissions(photos.resolve("000.png")));
    TestImages.write(TestImages.stripes(4, Color.RED, 1), photos.resolve("x.png"));
    assertEquals(2, PictureFolder.omissions(photos).size());
  }
}
