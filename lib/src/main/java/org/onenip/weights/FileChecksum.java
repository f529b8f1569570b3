package org.onenip.weights;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/**
 * The checksum of our own safetensors files, a text among their metadata: the CRC-32C, for which
 * processors have an instruction, of the header and all tensors in the order of their bytes. The
 * header is taken with zeros in the checksum's place. It tells damage, not malice.
 */
final class FileChecksum {
  /** Its name among the metadata. */
  static final String NAME = "crc32c";

  /** Stands where the checksum will be written. */
  static final String UNKNOWN = "00000000";

  private final CRC32C sum = new CRC32C();
  private final int place;

  /**
   * Begins with a header.
   *
   * @param header with {@link #UNKNOWN} in the checksum's place
   */
  FileChecksum(ByteBuffer header) {
    place = place(header, UNKNOWN);
    sum.update(header.duplicate());
  }

  /** Where the digits begin; what looks like it in a text has its quotes escaped. */
  private static int place(ByteBuffer header, String digits) {
    var before = "\"%s\":\"".formatted(NAME);
    var text = StandardCharsets.ISO_8859_1.decode(header.duplicate()).toString();
    int at = text.indexOf(before + digits + '"');
    if (at < 0) {
      throw new IllegalArgumentException("its checksum is not where it was written");
    }
    return at + before.length();
  }

  /** The next tensor; its position stays. */
  void add(ByteBuffer bytes) {
    sum.update(bytes.duplicate());
  }

  /** Writes the digits into the header, which begins at {@code start}. */
  void write(FileChannel channel, long start) throws IOException {
    var digits = ByteBuffer.wrap(digits().getBytes(StandardCharsets.US_ASCII));
    for (long at = start + place; digits.hasRemaining(); ) {
      at += channel.write(digits, at);
    }
  }

  private String digits() {
    return "%08x".formatted(sum.getValue());
  }

  /**
   * Compares a file with the digits that it holds.
   *
   * @throws IllegalArgumentException if it holds others
   */
  static void verify(
      String digits, ByteBuffer bytes, SafetensorsHeader header, Map<String, TensorData> tensors) {
    int place = digits.length() == UNKNOWN.length() ? place(bytes, digits) : -1;
    if (place < 0) {
      throw new IllegalArgumentException("its checksum is none");
    }
    var blank = ByteBuffer.allocate(bytes.remaining()).put(bytes.duplicate());
    blank.put(place, UNKNOWN.getBytes(StandardCharsets.US_ASCII));
    var checksum = new FileChecksum(blank.flip());
    var inOrder = new TreeMap<Long, ByteBuffer>();
    header
        .tensors()
        .forEach(
            (name, at) -> {
              if (at.to() > at.from()) { // an empty one shares its place with the next
                inOrder.put(at.from(), tensors.get(name).bytes());
              }
            });
    inOrder.values().forEach(checksum::add);
    if (!checksum.digits().equals(digits)) {
      throw new IllegalArgumentException(
          "its checksum is %s, not %s: it was damaged or changed since it was written"
              .formatted(checksum.digits(), digits));
    }
  }
}
