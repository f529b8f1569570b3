package org.onenip.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.onenip.TestImages;
import org.onenip.support.UserError;

class DataSetsTest {
  private static final int SIDE = 12;

  @TempDir Path folder;

  private static ImageSet open(Object data, String... classes) {
    return DataSets.open(data.toString(), List.of(classes));
  }

  private static String layout(Object data) {
    return DataSets.list(data.toString(), new Silence()).layout();
  }

  private static void refused(Object data, Object... named) {
    var error = assertThrows(UserError.class, () -> open(data));
    for (var name : named) {
      assertTrue(error.getMessage().contains(name.toString()), error.getMessage());
    }
  }

  @Test
  void btadIsFoundOutAndEveryDefectHasItsMaskWhateverTheFormat() {
    var root = PublishedTrees.btad(folder.resolve("btad"), SIDE);
    assertEquals("btad", layout(root));
    var set = open(root);
    assertEquals(List.of("01", "02", "03"), set.classes());
    assertEquals(9, set.train().size());
    assertEquals(18, set.test().size());
    var images = new SampleImages(SIDE);
    for (var sample : set.test()) {
      assertEquals(sample.anomalous(), sample.mask().isPresent());
      assertEquals(sample.anomalous() ? "ko" : "good", sample.kind());
      var marked = images.mask(sample).orElseThrow().anomalous();
      assertEquals(sample.anomalous(), marked[SIDE], sample.toString());
    }
    assertTrue(set.test().get(17).image().endsWith("03/test/ok/0002.bmp"));
    assertTrue(set.test().get(12).mask().orElseThrow().endsWith("03/ground_truth/ko/0000.bmp"));
  }

  @Test
  void visaIsReadAsItsListSaysAndFaintMasksCount() {
    var root = PublishedTrees.visa(folder.resolve("visa"), SIDE);
    assertEquals("visa", layout(root));
    var set = open(root);
    assertEquals(List.of("candle", "pcb1"), set.classes());
    assertEquals(6, set.train().size());
    assertEquals(8, set.test().size());
    assertTrue(set.train().get(0).image().endsWith("candle/Data/Images/Normal/0000.JPG"));
    var defect = set.test().get(0);
    assertEquals("anomaly", defect.kind());
    assertTrue(new SampleImages(SIDE).mask(defect).orElseThrow().anomalous()[SIDE]);
  }

  /** As the authors' script lays VisA out: the defects' folder is called bad. */
  @Test
  void visaReorganisedIsInMvtecsLayout() throws IOException {
    var root = TestImages.twoClasses(folder.resolve("1cls"), SIDE);
    for (var name : List.of("green", "orange")) {
      for (var part : List.of("test", "ground_truth")) {
        var parent = root.resolve(name).resolve(part);
        Files.move(parent.resolve("spot"), parent.resolve("bad"));
      }
    }
    assertEquals("mvtec", layout(root));
    var defects = open(root).test().stream().filter(Sample::anomalous).toList();
    assertEquals(4, defects.size());
    assertTrue(defects.stream().allMatch(s -> s.kind().equals("bad") && s.mask().isPresent()));
  }

  @Test
  void thePublishedListsGiveTheSameSetAsTheFolders() {
    var root = TestImages.twoClasses(folder.resolve("set"), SIDE);
    var folders = open(root);
    PublishedTrees.lists(root);
    assertEquals("meta", layout(root));
    assertEquals(folders, open(root));
    assertEquals(folders, open("mvtec:" + root), "the layout may be told");
  }

  @Test
  void anotherListMayBeNamed() {
    var root = PublishedTrees.lists(TestImages.twoClasses(folder.resolve("set"), SIDE));
    PublishedTrees.text(
        root,
        "train_10.json",
        """
        {"filename": "green/train/good/003.png", "label": 0}

        {"filename": "orange/train/good/007.png", "label": 0, "clsname": "orange"}
        """);
    var set = open(root.resolve("train_10.json"));
    assertEquals(List.of("green", "orange"), set.classes());
    assertEquals(2, set.train().size());
    assertEquals(8, set.test().size());
  }

  @Test
  void severalBecomeOneWithTheirNamesBeforeTheClasses() {
    var btad = PublishedTrees.btad(folder.resolve("btad"), SIDE);
    var visa = PublishedTrees.visa(folder.resolve("visa"), SIDE);
    PublishedTrees.text(btad, "dataset.json", "{\"groups\": {\"body\": [\"01/ko\"]}}");
    var set = open(btad + "," + visa);
    assertEquals("btad+visa", set.name());
    assertEquals(
        List.of("btad/01", "btad/02", "btad/03", "visa/candle", "visa/pcb1"), set.classes());
    assertEquals(15, set.train().size());
    assertEquals(List.of("btad", "btad/body", "visa"), List.copyOf(set.groups().keySet()));
    assertEquals(List.of("btad/01/ko", "btad/02/ko", "btad/03/ko"), set.groups().get("btad"));
    assertEquals(List.of("btad/01/ko"), set.groups().get("btad/body"));
    var one = open(btad + "," + visa, "visa/pcb1");
    assertEquals(List.of("visa/pcb1"), one.classes());
  }

  @Test
  void setsOfOneNameAreToldApartByAnother() {
    var first = TestImages.oneClass(folder.resolve("a/data"), SIDE, Color.RED, 2);
    var second = TestImages.oneClass(folder.resolve("b/data"), SIDE, Color.BLUE, 2);
    refused(first + "," + second, "data", "NAME=");
    assertEquals(
        List.of("data/data", "other/data"), open(first + ", other=mvtec:" + second).classes());
  }

  @Test
  void aFolderWithCommaAndColonInItsNameIsAFolder() {
    var root = TestImages.twoClasses(folder.resolve("a,b=c"), SIDE);
    assertEquals(List.of("green", "orange"), open(root).classes());
  }

  @Test
  void whatIsNoDataSetIsRefusedWithTheFolderThatMayBeMeant() throws IOException {
    refused(folder.resolve("none"), folder.resolve("none"), "--data");
    refused("mvtec:" + folder.resolve("none"), folder.resolve("none"));
    refused("visa:" + folder, "1cls.csv");
    refused("", "--data");
    refused(Files.writeString(folder.resolve("text"), ""), "text");
    var inner = PublishedTrees.btad(folder.resolve("zip/btad"), SIDE);
    refused(folder.resolve("zip"), inner);
    refused("cifar10:cats", "cifar10:01234");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../secret.png",
        "green/../../secret.png",
        "/etc/passwd",
        "C:/secret.png",
        "..\\\\secret.png",
        "green\\u0000.png",
        ""
      })
  void listsCannotLeadOutOfTheirFolder(String file) {
    var root = TestImages.twoClasses(folder.resolve("set"), SIDE);
    PublishedTrees.text(
        root,
        "train.json",
        "\n{\"filename\": \"%s\", \"label\": 0, \"clsname\": \"green\"}\n".formatted(file));
    refused(root, root.resolve("train.json"), "line 2");
    PublishedTrees.lists(root);
    PublishedTrees.text(
        root,
        "test.json",
        "{\"filename\": \"a/b\", \"label\": 1, \"clsname\": \"green\", \"maskname\": \"%s\"}"
            .formatted(file.isEmpty() ? "../x" : file));
    refused(root, root.resolve("test.json"), "line 1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"filename\": \"a/b/c/d.png\", \"label\": 1}", // a defect to train on
        "{\"filename\": \"a/b/c/d.png\", \"label\": 7}",
        "{\"filename\": \"a/b/c/d.png\"}",
        "{\"filename\": \"d.png\", \"label\": 0}", // of no class
        "{\"filename\": \"d.png\", \"label\": 0, \"clsname\": \"a/b\"}",
        "{\"filename\": [1, 2], \"label\": 0}",
        "{\"label\": 0}",
        "[1]",
        "nothing",
        "{\"filename\": "
      })
  void damagedListsAreRefused(String line) {
    var root = PublishedTrees.text(folder.resolve("set"), "train.json", line);
    refused(root, root.resolve("train.json"), "line 1");
  }

  @Test
  void endlessAndUnreadableListsAreRefused() throws IOException {
    var root = PublishedTrees.text(folder.resolve("set"), "train.json", "[".repeat(100_000));
    refused(root, "4096 characters");
    PublishedTrees.text(root, "train.json", "");
    refused(root, "lists no image");
    Files.write(root.resolve("train.json"), new byte[] {(byte) 0xc3, 0x28});
    refused(root, root.resolve("train.json"));
    try (var file = new java.io.RandomAccessFile(root.resolve("train.json").toFile(), "rw")) {
      file.setLength(65L << 20); // sparse
    }
    refused(root, "64 MiB");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "candle,train,normal,../x.JPG,;no path",
        "candle,train,anomaly,candle/x.JPG,;train on",
        "candle,train,odd,candle/x.JPG,;label",
        "candle,never,normal,candle/x.JPG,;split",
        "candle,test,anomaly,candle/x.JPG,/etc/passwd;no path",
        "a/b,train,normal,candle/x.JPG,;no name of a class",
        "candle,train,normal;columns"
      })
  void damagedSplitsOfVisaAreRefused(String row, String reason) {
    var root = folder.resolve("visa");
    PublishedTrees.text(root, "split_csv/1cls.csv", "object,split,label,image,mask\n" + row + "\n");
    refused(root, root.resolve("split_csv/1cls.csv"), "line 2", reason);
  }

  @Test
  void anotherTableThanVisasIsRefused() {
    var root = PublishedTrees.text(folder.resolve("visa"), "split_csv/1cls.csv", "a,b\n1,2\n");
    refused(root, root.resolve("split_csv/1cls.csv"), "object, split");
    PublishedTrees.text(root, "split_csv/1cls.csv", "object,split,label,image,mask\n\"a");
    refused(root, root.resolve("split_csv/1cls.csv"));
  }

  @Test
  void aListedImageThatIsNotThereIsNamed() throws IOException {
    var root = PublishedTrees.visa(folder.resolve("visa"), SIDE);
    var lost = root.resolve("candle/Data/Images/Normal/0001.JPG");
    Files.delete(lost);
    refused(root, lost);
    assertEquals(List.of("pcb1"), open(root, "pcb1").classes(), "another class is whole");
  }

  /** As spreadsheets save it: semicolons or tabs, a byte-order mark, any character set. */
  @Test
  void aListSavedByASpreadsheetIsTheSameList() throws IOException {
    var root = PublishedTrees.visa(folder.resolve("visa"), SIDE);
    var named = root.resolve("candle/Data/Images/Normal/Prüfling.png");
    TestImages.write(TestImages.stripes(SIDE, Color.ORANGE, 77), named);
    var list = root.resolve("split_csv/1cls.csv");
    var plain =
        Files.readString(list) + "candle,train,normal,candle/Data/Images/Normal/Prüfling.png,\n";
    Files.writeString(list, plain);
    var expected = open(root);
    assertTrue(expected.train().stream().anyMatch(sample -> sample.image().equals(named)));
    var windows = Charset.forName("windows-1252");
    var semicolons = plain.replace(",", ";").replace("\n", "\r\n");
    for (var bytes :
        List.of(
            semicolons.getBytes(windows),
            ("sep=;\r\n" + semicolons + ";;;;\r\n").getBytes(windows),
            ("\uFEFF" + semicolons).getBytes(StandardCharsets.UTF_8),
            ("\uFEFF" + plain.replace(",", "\t")).getBytes(StandardCharsets.UTF_16LE),
            plain.replace("object", " Object ").getBytes(windows))) {
      Files.write(list, bytes);
      assertEquals(expected.train(), open(root).train());
      assertEquals(expected.test(), open(root).test());
    }
    Files.writeString(list, "name;where\n1;2\n");
    refused(root, list, "object, split", "name, where");
  }

  @Test
  void publishedListsMayHaveAByteOrderMark() throws IOException {
    var root = TestImages.twoClasses(folder.resolve("set"), SIDE);
    PublishedTrees.lists(root);
    var expected = open(root);
    for (var name : List.of("train.json", "test.json")) {
      var text = "\uFEFF" + Files.readString(root.resolve(name));
      Files.write(root.resolve(name), text.getBytes(StandardCharsets.UTF_16BE));
    }
    assertEquals(expected.train(), open(root).train());
    assertEquals(expected.test(), open(root).test());
    PublishedTrees.text(root, "train.json", "filename;label\n");
    refused(root, root.resolve("train.json"), "line 1", "filename;label");
  }
}
