package org.onenip.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Files of {@code torch.save} that no {@code torch.save} would write. */
final class HostilePickles {
  private HostilePickles() {}

  /** Programs by what they attempt. */
  static Map<String, byte[]> pickles() {
    var pickles = new LinkedHashMap<String, String>();
    pickles.put("nothing", "");
    pickles.put("stop alone", ".");
    pickles.put("no marker", "t.");
    pickles.put("number of a million digits", "L" + "9".repeat(1_000_000) + "L\n.");
    pickles.put("integer of a million digits", "I" + "9".repeat(1_000_000) + "\n.");
    pickles.put("fraction of a million digits", "F0." + "9".repeat(1_000_000) + "\n.");
    pickles.put("number of a million bytes", "\u008b@B\u000f\0" + "\u007f".repeat(1_000_000) + ".");
    pickles.put("class name without end", "c" + "a".repeat(3_000_000));
    pickles.put("class name of a million letters", "c" + "a".repeat(1_000_000) + "\nb\n.");
    pickles.put("class without a name", "c.\n.\n.");
    pickles.put("forbidden class", "cos\nsystem\n(S'true'\ntR.");
    pickles.put("old-style class", "(S'true'\nios\nsystem\n.");
    pickles.put("extension", "\u0082\1.");
    pickles.put("unheard-of operation", "\u00ff.");
    pickles.put("lists in lists", "]".repeat(300_000) + "a".repeat(299_999) + ".");
    pickles.put("tuples in tuples", ")" + "\u0085".repeat(300_000) + ".");
    pickles.put(
        "dictionaries in dictionaries",
        "}" + "X\1\0\0\0a}".repeat(5_000) + "s".repeat(5_000) + ".");
    pickles.put("dictionary that holds itself", "}q\0X\1\0\0\0ah\0s.");
    pickles.put("list as key", "}]K\1s.");
    pickles.put("millions of operations", "N0".repeat(1_500_000) + "N.");
    pickles.put("millions of lists", "]".repeat(5_000_000) + ".");
    pickles.put("copies of copies", copies());
    pickles.put("text of 2 GiB", "X\u00ff\u00ff\u00ff\u007f.");
    pickles.put("text below no length", "\u008d" + "\u00ff".repeat(8) + ".");
    pickles.put("memo that is not there", "h\7.");
    pickles.put(
        "tensor with a name of a megabyte",
        dictionary(text("n".repeat(1_000_000)), tensor(4, "K\4", "K\1")));
    pickles.put(
        "tensor of 100,000 axes", named(tensor(4, "K\1".repeat(100_000), "K\1".repeat(100_000))));
    pickles.put(
        "tensor with negative strides", named(tensor(4, "K\2K\2", "J\u00ff\u00ff\u00ff\u00ffK\1")));
    pickles.put("tensor of negative sides", named(tensor(4, "J\u00ff\u00ff\u00ff\u00ff", "K\1")));
    pickles.put("tensor beyond its storage", named(tensor(4, "K\2K\3", "K\3K\1")));
    pickles.put(
        "tensor of more numbers than there are",
        named(tensor(4, "J\u00ff\u00ff\u00ff\u007f".repeat(3), "K\0K\0K\0")));
    pickles.put("tensor with shape and no strides", named(tensor(4, "K\4", "")));
    pickles.put("tensor whose sides are texts", named(tensor(4, text("4"), "K\1")));
    pickles.put(
        "tensor of no storage",
        named("ctorch._utils\n_rebuild_tensor_v2\n(NK\0(K\4t(K\1t\u0089NtR"));
    pickles.put("storage of 2^62 numbers", named(tensor("\u008a\10\0\0\0\0\0\0\0@", "K\4", "K\1")));
    pickles.put(
        "storage of less than nothing", named(tensor("J\u00f0\u00ff\u00ff\u00ff", "K\4", "K\1")));
    pickles.put(
        "storage outside of the archive",
        named(tensor(4, "K\4", "K\1")).replace("X\1\0\0\0" + "0", text("../../0")));
    pickles.put("tensor of another network", named(tensor(4, "K\4", "K\1")));
    pickles.put("tensor alone", "\u0080\2" + tensor(4, "K\4", "K\1") + ".");
    var bytes = new LinkedHashMap<String, byte[]>();
    pickles.forEach((what, text) -> bytes.put(what, text.getBytes(StandardCharsets.ISO_8859_1)));
    return bytes;
  }

  /** A dictionary of a thousand entries, copied two hundred thousand times. */
  private static String copies() {
    var text = new StringBuilder("}q\0(");
    for (int i = 0; i < 1000; i++) {
      text.append("M").append((char) (i & 255)).append((char) (i >> 8)).append("N");
    }
    return text + "u" + "ccollections\nOrderedDict\nq\1" + "h\1h\0\u0085R0".repeat(200_000) + "N.";
  }

  private static String text(String text) {
    int n = text.length();
    return "X" + (char) (n & 255) + (char) (n >> 8 & 255) + (char) (n >> 16 & 255) + "\0" + text;
  }

  private static String named(String tensor) {
    return dictionary(text("w"), tensor);
  }

  private static String dictionary(String name, String tensor) {
    return "\u0080\2}" + name + tensor + "s.";
  }

  private static String tensor(int count, String shape, String strides) {
    return tensor("K" + (char) count, shape, strides);
  }

  private static String tensor(String count, String shape, String strides) {
    return "ctorch._utils\n_rebuild_tensor_v2\n(("
        + text("storage")
        + "ctorch\nFloatStorage\n"
        + text("0")
        + text("cpu")
        + count
        + "tQK\0("
        + shape
        + "t("
        + strides
        + "t\u0089NtR";
  }

  /**
   * A program that names a storage of many numbers, all of them in one tensor.
   *
   * @param numbers four bytes, the lowest first
   */
  static byte[] hole(String numbers) {
    var tensor = tensor("J" + numbers, "J" + numbers, "K\1");
    return named(tensor).getBytes(StandardCharsets.ISO_8859_1);
  }

  /** An archive whose storage 0 has four numbers. */
  static byte[] zip(byte[] pickle) throws IOException {
    return zip(Map.of("archive/data.pkl", pickle, "archive/data/0", new byte[16]));
  }

  /** An archive of stored entries. */
  static byte[] zip(Map<String, byte[]> entries) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes)) {
      for (var each : entries.entrySet()) {
        var entry = new ZipEntry(each.getKey());
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(each.getValue().length);
        var crc = new CRC32();
        crc.update(each.getValue());
        entry.setCrc(crc.getValue());
        zip.putNextEntry(entry);
        zip.write(each.getValue());
      }
    }
    return bytes.toByteArray();
  }

  /** An archive whose one entry is a gigabyte of zeros. */
  static byte[] bomb(String name) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry(name));
      var zeros = new byte[1 << 20];
      for (int i = 0; i < 200; i++) {
        zip.write(zeros);
      }
    }
    return bytes.toByteArray();
  }

  /** A file as PyTorch before 1.6 wrote it: the object, its storages' keys, four numbers. */
  static byte[] legacy(byte[] pickle) throws IOException {
    var bytes = new ByteArrayOutputStream();
    var magic = "\u0080\2\u008a\nl\u00fc\u009cF\u00f9 j\u00a8P\u0019.";
    bytes.write((magic + "\u0080\2M\u00e9\3.\u0080\2}.").getBytes(StandardCharsets.ISO_8859_1));
    bytes.write(pickle);
    bytes.write("\u0080\2]X\1\0\0\0000a.".getBytes(StandardCharsets.ISO_8859_1));
    bytes.write(ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN).putLong(4).array());
    return bytes.toByteArray();
  }
}
