package org.onenip.weights;

import ai.djl.ndarray.NDArray;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.sun.jna.Platform;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.onenip.support.Excerpt;
import org.onenip.support.UserError;
import org.onenip.support.WholeFile;

/**
 * Safetensors files: eight bytes of header length, a JSON header, the tensors. DJL reads them but
 * drops the metadata, trusts the header, and writes none. Ours hold a {@link FileChecksum}; others
 * need none.
 *
 * @param tensors by name
 * @param metadata free text by name, without the checksum
 */
public record Safetensors(Map<String, TensorData> tensors, Map<String, String> metadata) {
  /** Of a hundred thousand tensors. */
  private static final int LONGEST_HEADER = 16 << 20;

  /** Where tensors lie. */
  @FunctionalInterface
  interface Body {
    ByteBuffer slice(long from, int length) throws IOException;
  }

  /**
   * Reads a file, which may be larger than memory: its tensors are mapped.
   *
   * @throws UserError if it is missing or cut short, if its header does not fit its contents, or if
   *     the contents do not fit its checksum
   */
  public static Safetensors read(Path file) {
    try (var channel = FileChannel.open(file)) {
      int header = headerLength(read(channel, 0, Long.BYTES), channel.size());
      long start = Long.BYTES + header;
      return parse(
          read(channel, Long.BYTES, header),
          channel.size() - start,
          (from, size) -> region(channel, start + from, size),
          file.toString());
    } catch (IOException e) {
      throw new UserError(
          "The weights %s cannot be read (%s); check the path.".formatted(file, Excerpt.of(e)), e);
    } catch (IllegalArgumentException e) {
      throw damaged(file.toString(), e);
    }
  }

  /** A part of a file; read on Windows, which lets nobody replace a file that is mapped. */
  static ByteBuffer region(FileChannel channel, long from, int size) throws IOException {
    return Platform.isWindows()
        ? read(channel, from, size)
        : channel.map(FileChannel.MapMode.READ_ONLY, from, size);
  }

  /** As many bytes as there are, at most so many. */
  private static ByteBuffer read(FileChannel channel, long from, int size) throws IOException {
    var bytes = ByteBuffer.allocate(size);
    int got = 0;
    while (bytes.hasRemaining() && got >= 0) {
      got = channel.read(bytes, from + bytes.position());
    }
    return bytes.flip();
  }

  /**
   * Reads a file's contents.
   *
   * @param name of the file, for messages
   * @throws UserError as {@link #read}
   */
  public static Safetensors parse(ByteBuffer bytes, String name) {
    try {
      int header = headerLength(bytes.duplicate(), bytes.remaining());
      int start = bytes.position() + Long.BYTES;
      var body = bytes.slice(start + header, bytes.limit() - start - header);
      return parse(
          bytes.slice(start, header),
          body.limit(),
          (from, size) -> body.slice(Math.toIntExact(from), size),
          name);
    } catch (IllegalArgumentException e) {
      throw damaged(name, e);
    }
  }

  private static int headerLength(ByteBuffer bytes, long size) {
    if (bytes.remaining() < Long.BYTES) {
      throw new IllegalArgumentException("%d bytes in all".formatted(size));
    }
    long length = bytes.order(ByteOrder.LITTLE_ENDIAN).getLong();
    if (length < 2 || length > Math.min(LONGEST_HEADER, size - Long.BYTES)) {
      throw new IllegalArgumentException("header of %d bytes".formatted(length));
    }
    return (int) length;
  }

  /** Parses a header; the body begins where it ends. */
  private static Safetensors parse(ByteBuffer bytes, long size, Body body, String name) {
    try {
      var text = StandardCharsets.UTF_8.decode(bytes.duplicate()).toString();
      var header = SafetensorsHeader.parse(text, size);
      var tensors = new LinkedHashMap<String, TensorData>();
      for (var entry : header.tensors().entrySet()) {
        var place = entry.getValue();
        var slice = body.slice(place.from(), (int) (place.to() - place.from()));
        slice.order(ByteOrder.LITTLE_ENDIAN);
        tensors.put(entry.getKey(), new TensorData(place.type(), place.shape(), slice));
      }
      var metadata = new LinkedHashMap<>(header.metadata());
      var digits = metadata.remove(FileChecksum.NAME);
      if (digits != null) {
        FileChecksum.verify(digits, bytes, header, tensors);
      }
      return new Safetensors(tensors, metadata);
    } catch (IOException | RuntimeException e) {
      throw damaged(name, e);
    }
  }

  private static UserError damaged(String name, Exception e) {
    return new UserError(
        "%s is no intact safetensors file (%s); get or make it again."
            .formatted(name, Excerpt.reason(e)),
        e);
  }

  /**
   * Writes a file atomically: a full disk or a kill leaves the last one as it was.
   *
   * @throws UserError if it cannot be written
   */
  public static void write(Path file, Map<String, NDArray> tensors, Map<String, String> metadata) {
    WholeFile.replace(
        file,
        "make room on the disk and go on with --resume",
        temporary -> writeAll(temporary, header(tensors, metadata), tensors));
  }

  /** Length and header, the whole a multiple of eight bytes; the checksum is yet to be written. */
  private static ByteBuffer header(Map<String, NDArray> tensors, Map<String, String> metadata) {
    var header = new JsonObject();
    header.add(SafetensorsHeader.METADATA, json(metadata));
    long offset = 0;
    for (var entry : tensors.entrySet()) {
      var array = entry.getValue();
      long end = offset + array.size() * array.getDataType().getNumOfBytes();
      header.add(entry.getKey(), describe(array, offset, end));
      offset = end;
    }
    var text = header.toString().getBytes(StandardCharsets.UTF_8);
    int padded = (text.length + 7) / 8 * 8;
    var bytes = ByteBuffer.allocate(Long.BYTES + padded).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(padded).put(text);
    while (bytes.hasRemaining()) {
      bytes.put((byte) ' ');
    }
    return bytes.flip();
  }

  private static JsonObject json(Map<String, String> metadata) {
    var object = new JsonObject();
    object.addProperty(FileChecksum.NAME, FileChecksum.UNKNOWN);
    new TreeMap<>(metadata).forEach(object::addProperty); // in an order that is always the same
    return object;
  }

  private static JsonObject describe(NDArray array, long from, long to) {
    var shape = new JsonArray();
    for (long dimension : array.getShape().getShape()) {
      shape.add(dimension);
    }
    var offsets = new JsonArray();
    offsets.add(from);
    offsets.add(to);
    var entry = new JsonObject();
    entry.addProperty("dtype", array.getDataType().asSafetensors());
    entry.add("shape", shape);
    entry.add("data_offsets", offsets);
    return entry;
  }

  /**
   * One tensor after the other, so that no second copy of all of them is needed; then the checksum,
   * which is known by then.
   */
  private static void writeAll(Path file, ByteBuffer header, Map<String, NDArray> tensors)
      throws IOException {
    try (var channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      var checksum = new FileChecksum(header.slice(Long.BYTES, header.limit() - Long.BYTES));
      write(channel, header);
      for (var tensor : tensors.values()) {
        var bytes = tensor.toByteBuffer(false);
        checksum.add(bytes);
        write(channel, bytes);
      }
      checksum.write(channel, Long.BYTES);
      channel.force(true);
    }
  }

  private static void write(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }
}
