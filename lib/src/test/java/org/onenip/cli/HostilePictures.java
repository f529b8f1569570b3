package org.onenip.cli;

import static org.onenip.cli.HostileCase.call;

import java.awt.Color;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.onenip.TestImages;
import org.onenip.cli.HostileCase.Cases;

/** Pictures, masks and lists that nobody should have to trust. */
final class HostilePictures {
  /** One pixel. */
  private static final String WEBP = "UklGRiQAAABXRUJQVlA4IBgAAAAwAQCdASoBAAEAAgA0JaQAA3AA/vuUAAA=";

  private final HostileStage stage;

  HostilePictures(HostileStage stage) {
    this.stage = stage;
  }

  /** All of them. */
  List<List<HostileCase>> kinds() throws IOException {
    return List.of(pictures(), masks(), tables(), lines());
  }

  private List<HostileCase> pictures() throws IOException {
    var cases = new Cases("picture");
    for (var format : List.of("png", "jpg", "tif", "bmp", "gif", "webp")) {
      var inner = new Cases("picture " + format);
      HostileCase.ByteCommand command =
          (folder, bytes) ->
              call(
                  "predict",
                  "--run",
                  stage.nearest(),
                  "--out",
                  folder.resolve("out"),
                  Files.write(folder.resolve("a." + format), bytes));
      inner.addDamage(encoded(format), 6, 4, command);
      cases.addAll(inner);
    }
    for (var sides : List.of(new int[] {0, 0}, new int[] {-1, 5}, new int[] {1 << 30, 1 << 30})) {
      cases.add(
          "png of %d × %d".formatted(sides[0], sides[1]),
          folder ->
              call(
                  "predict",
                  "--run",
                  stage.nearest(),
                  "--out",
                  folder.resolve("out"),
                  Files.write(folder.resolve("a.png"), png(sides[0], sides[1]))));
    }
    return cases;
  }

  private static byte[] encoded(String format) throws IOException {
    if (format.equals("webp")) {
      return Base64.getDecoder().decode(WEBP);
    }
    var bytes = new ByteArrayOutputStream();
    if (!ImageIO.write(TestImages.stripes(40, Color.ORANGE, 3), format, bytes)) {
      throw new IOException("no writer of " + format);
    }
    return bytes.toByteArray();
  }

  /** A PNG that claims its sides. */
  private static byte[] png(int width, int height) throws IOException {
    var bytes = encoded("png");
    ByteBuffer.wrap(bytes).putInt(16, width).putInt(20, height);
    var crc = new CRC32();
    crc.update(bytes, 12, 17);
    ByteBuffer.wrap(bytes).putInt(29, (int) crc.getValue());
    return bytes;
  }

  /** Masks, looked at by {@code data check}. */
  private List<HostileCase> masks() throws IOException {
    var cases = new Cases("mask");
    cases.addDamage(
        encoded("png"),
        6,
        4,
        (folder, bytes) -> {
          var data = copied(folder);
          Files.write(data.resolve("green/ground_truth/spot/000_mask.png"), bytes);
          return call("data", "check", data);
        });
    cases.add(
        "of no pixel",
        folder -> {
          var data = copied(folder);
          Files.write(data.resolve("green/ground_truth/spot/000_mask.png"), png(0, 0));
          return call("data", "check", data);
        });
    return cases;
  }

  private Path copied(Path folder) throws IOException {
    var copy = folder.resolve("set");
    try (var files = Files.walk(stage.data())) {
      for (var file : files.toList()) {
        Files.createDirectories(folder);
        Files.copy(
            file,
            copy.resolve(stage.data().relativize(file).toString()),
            StandardCopyOption.REPLACE_EXISTING);
      }
    }
    return copy;
  }

  /** VisA's list as a CSV. */
  private List<HostileCase> tables() {
    var head = "object,split,label,image,mask\n";
    var right = "green,train,normal,green/train/good/000.png,\n";
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put("empty", "");
    texts.put("head alone", head);
    texts.put("no head", right);
    texts.put("columns exchanged", "split,object,label,image,mask\n" + right);
    texts.put("column twice", head.replace("mask", "image") + right);
    texts.put("column missing", "object,split,label,image\n" + right);
    texts.put("semicolons", (head + right).replace(',', ';'));
    texts.put("tabs", (head + right).replace(',', '\t'));
    texts.put("too few cells", head + "green,train\n");
    texts.put("too many cells", head + right.strip() + ",,,,,,\n");
    texts.put("quote without end", head + "\"green,train,normal\n");
    texts.put("cell of a megabyte", head + right.replace("green,", "g".repeat(1_000_000) + ","));
    texts.put("class ..", head + right.replace("green,", "..,"));
    texts.put("class with a slash", head + right.replace("green,", "a/b,"));
    texts.put("path outside", head + right.replace("green/train", "../../etc"));
    texts.put("absolute path", head + right.replace("green/train", "/etc"));
    texts.put("path of nothing", head + right.replace("green/train/good/000.png", ""));
    texts.put("NUL in a path", head + right.replace("000", "\0"));
    texts.put("label unheard of", head + right.replace("normal", "l".repeat(400_000)));
    texts.put("split unheard of", head + right.replace("train,", "elsewhere,"));
    texts.put("image that is missing", head + right.replace("000", "999"));
    var cases = new Cases("table");
    texts.forEach(
        (what, text) ->
            cases.add(what, folder -> visa(folder, text.getBytes(StandardCharsets.UTF_8))));
    cases.add(
        "byte-order mark",
        folder -> visa(folder, ("\uFEFF" + head + right).getBytes(StandardCharsets.UTF_8)));
    cases.add("UTF-16", folder -> visa(folder, (head + right).getBytes(StandardCharsets.UTF_16)));
    cases.add(
        "Latin-1",
        folder ->
            visa(
                folder,
                (head + right.replace("green,", "gr\u00fcn,"))
                    .getBytes(StandardCharsets.ISO_8859_1)));
    cases.addDamage(
        (head + right).getBytes(StandardCharsets.UTF_8),
        4,
        4,
        (folder, bytes) -> visa(folder, bytes));
    return cases;
  }

  private Object[] visa(Path folder, byte[] list) throws IOException {
    var data = copied(folder);
    Files.createDirectories(data.resolve("split_csv"));
    Files.write(data.resolve("split_csv/1cls.csv"), list);
    return call("data", "check", data);
  }

  /** Lists of JSON lines. */
  private List<HostileCase> lines() {
    var cases = new Cases("list");
    var right = "{\"filename\":\"green/train/good/000.png\",\"label\":0,\"clsname\":\"green\"}";
    for (var line :
        List.of(
            "",
            "{",
            "null",
            "[]",
            "7",
            "{}",
            right.replace("0,", "-1,"),
            right.replace("0,", "1e999,"),
            right.replace("0,", "\"x\","),
            right.replace("0,", "9".repeat(400_000) + ","),
            right.replace("green\"}", "..\"}"),
            right.replace("\"green\"}", "null}"),
            right.replace("\"green\"}", "[]}"),
            right.replace("green/train", "/etc"),
            right.replace("green/train", "../.."),
            right.replace("green/train", "\\u0000"),
            right.replace("\"green/train/good/000.png\"", "{}"),
            "{\"a\":".repeat(200_000))) {
      cases.add(
          "line %d, %.12s".formatted(cases.size(), line),
          folder -> {
            var data = copied(folder);
            Files.writeString(data.resolve("train.json"), right + "\n" + line + "\n");
            return call("data", "check", data);
          });
    }
    return cases;
  }
}
