package org.onenip.demo;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.onenip.data.ImageFiles;
import org.onenip.data.MvtecFolder;
import org.onenip.data.Sample;
import org.onenip.demo.GeneratedData.Amounts;
import org.onenip.support.UserError;

class GeneratedDataTest {
  /** Every kind of defect once: no class has more than seven. */
  private static final Amounts FEW = new Amounts(1, 1, 7);

  @TempDir static Path shared;
  @TempDir Path own;
  private static Path data;

  @BeforeAll
  static void writeOnce() {
    data = shared.resolve("embedded");
    GeneratedData.write(data, 7, FEW);
  }

  @Test
  void isReadAsMvtecFolder() {
    var set = MvtecFolder.scan(data, List.of());
    assertEquals(GeneratedData.classes(), set.classes());
    assertEquals(GeneratedData.total(FEW), set.train().size() + set.test().size());
    for (var name : set.classes()) {
      assertEquals(
          FEW.train(), set.train().stream().filter(s -> s.className().equals(name)).count());
      assertEquals(
          FEW.defective(),
          set.test().stream().filter(s -> s.className().equals(name) && s.anomalous()).count());
    }
  }

  @Test
  void masksEveryDefectAndNotTheWholeImage() {
    for (var sample : MvtecFolder.scan(data, List.of()).test()) {
      var image = ImageFiles.read(sample.image());
      assertEquals(256, image.width());
      assertEquals(256, image.height());
      if (sample.anomalous()) {
        var mask = ImageFiles.readMask(sample.mask().orElseThrow());
        assertEquals(256, mask.width());
        assertEquals(256, mask.height());
        double share = FaultMask.share(mask);
        assertTrue(share > 0.0005 && share < 0.25, sample + " covers " + share);
      }
    }
  }

  @Test
  void changesNothingOutsideTheMask() {
    for (Product product : List.of(new Board(), new Fabric(), new Cable(), new Label())) {
      for (var kind : product.kinds()) {
        var normal = draw(product, Fault.none());
        var faulty = draw(product, new Fault(kind.name(), new SplittableRandom(5)));
        var mask = FaultMask.of(normal, faulty, kind.group()).anomalous();
        for (int i = 0; i < normal.length; i++) {
          if (!mask[i / 3]) {
            assertEquals(normal[i], faulty[i], 12, product.name() + "/" + kind.name());
          }
        }
      }
    }
  }

  private static float[] draw(Product product, Fault fault) {
    var canvas = new Canvas();
    product.draw(canvas, new SplittableRandom(3), fault);
    return canvas.average();
  }

  @Test
  void namesTheGroupOfEveryKind() throws IOException {
    var json =
        JsonParser.parseString(Files.readString(data.resolve("dataset.json"))).getAsJsonObject();
    assertEquals("embedded", json.get("name").getAsString());
    assertEquals(7, json.get("seed").getAsLong());
    var listed = new HashSet<String>();
    for (var group : List.of("structural", "camouflaged")) {
      for (var kind : json.getAsJsonObject("groups").getAsJsonArray(group)) {
        assertTrue(listed.add(kind.getAsString()), kind + " is listed twice");
      }
    }
    var found = new HashSet<String>();
    for (var sample : MvtecFolder.scan(data, List.of()).test()) {
      if (sample.anomalous()) {
        found.add(sample.className() + "/" + sample.kind());
      }
    }
    assertEquals(listed, found);
  }

  @Test
  void repeatsEveryByteForTheSameSeed() throws IOException {
    var again = own.resolve("again");
    GeneratedData.write(again, 7, FEW);
    var first = files(data);
    var second = files(again);
    assertEquals(first.keySet(), second.keySet());
    for (var name : first.keySet()) {
      assertArrayEquals(first.get(name), second.get(name), name);
    }
  }

  @Test
  void drawsOtherImagesForAnotherSeed() throws IOException {
    var name = Path.of("board", "train", Sample.GOOD, "000.png");
    var specimen = new Specimen(new Board(), "train", Optional.empty(), 0);
    Files.createDirectories(own.resolve(name).getParent());
    specimen.write(own, 8);
    assertFalse(
        java.util.Arrays.equals(
            Files.readAllBytes(data.resolve(name)), Files.readAllBytes(own.resolve(name))));
  }

  @Test
  void keepsWhatIsThereAndReportsProgressOtherwise() throws IOException {
    var target = own.resolve("set");
    var amounts = new Amounts(1, 0, 0);
    var most = new AtomicInteger();
    GeneratedData.write(target, 1, amounts, done -> most.accumulateAndGet(done, Math::max));
    assertEquals(GeneratedData.total(amounts), most.get());
    var marker = Files.writeString(target.resolve("marker"), "kept");
    GeneratedData.write(target, 1, amounts);
    assertTrue(Files.exists(marker));
    GeneratedData.write(target, 2, amounts);
    assertFalse(Files.exists(marker));
    try (var left = Files.list(own)) {
      assertEquals(1, left.count());
    }
  }

  @Test
  void refusesToReplaceAnotherFolder() throws IOException {
    var photographs = Files.createDirectory(own.resolve("photographs"));
    Files.writeString(photographs.resolve("mine.txt"), "mine");
    var error =
        assertThrows(
            UserError.class, () -> GeneratedData.write(photographs, 1, new Amounts(1, 0, 0)));
    assertTrue(error.getMessage().contains("photographs"));
    assertTrue(Files.exists(photographs.resolve("mine.txt")));
  }

  private static TreeMap<String, byte[]> files(Path root) throws IOException {
    var contents = new TreeMap<String, byte[]>();
    try (var paths = Files.walk(root)) {
      for (var path : paths.filter(Files::isRegularFile).toList()) {
        contents.put(root.relativize(path).toString(), Files.readAllBytes(path));
      }
    }
    return contents;
  }
}
