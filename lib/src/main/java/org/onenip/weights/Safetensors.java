package org.onenip.weights;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.sun.jna.Platform;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.onenip.support.Json;
import org.onenip.support.UserError;
import org.onenip.support.WholeFile;

/**
 * Safetensors files: eight bytes of header length, a JSON header, the tensors. DJL reads them but
 * drops the metadata, trusts the header, and writes none.
 *
 * @param tensors by name
 * @param metadata free text by name
 */
public record Safetensors(Map<String, TensorData> tensors, Map<String, String> metadata) {
  private static final int LONGEST_HEADER = 100_000_000;
  private static final String METADATA = "__metadata__";

  /** Where tensors lie, from the end of the header on. */
  @FunctionalInterface
  private interface Body {
    ByteBuffer slice(long from, int length) throws IOException;
  }

  /**
   * Reads a file, which may be larger than memory: its tensors are mapped.
   *
   * @throws UserError if it is missing, cut short, or its header does not fit its contents
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
          "The weights %s cannot be read (%s); check the path.".formatted(file, e), e);
    } catch (IllegalArgumentException e) {
      throw damaged(file.toString(), e);
    }
  }

  /** A part of a file; read on Windows, which lets nobody replace a file that is mapped. */
  private static ByteBuffer region(FileChannel channel, long from, int size) throws IOException {
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
   * @throws UserError if it is cut short, or its header does not fit its contents
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
    } catch (IOException e) {
      throw new UncheckedIOException(e);
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

  private static Safetensors parse(ByteBuffer header, long size, Body body, String name)
      throws IOException {
    try {
      var json = Json.object(StandardCharsets.UTF_8.decode(header).toString());
      var tensors = new LinkedHashMap<String, TensorData>();
      var metadata = new LinkedHashMap<String, String>();
      for (var entry : json.entrySet()) {
        if (entry.getKey().equals(METADATA)) {
          entry
              .getValue()
              .getAsJsonObject()
              .entrySet()
              .forEach(e -> metadata.put(e.getKey(), e.getValue().getAsString()));
        } else {
          tensors.put(entry.getKey(), tensor(entry.getValue().getAsJsonObject(), size, body));
        }
      }
      return new Safetensors(tensors, metadata);
    } catch (RuntimeException e) {
      throw damaged(name, e);
    }
  }

  private static UserError damaged(String name, RuntimeException e) {
    return new UserError(
        "%s is no intact safetensors file (%s); get or make it again.".formatted(name, e), e);
  }

  private static TensorData tensor(JsonObject entry, long size, Body body) throws IOException {
    var type = DataType.fromSafetensors(entry.get("dtype").getAsString());
    var dimensions = new long[entry.getAsJsonArray("shape").size()];
    long count = 1;
    for (int i = 0; i < dimensions.length; i++) {
      dimensions[i] = entry.getAsJsonArray("shape").get(i).getAsLong();
      count = Math.multiplyExact(count, dimensions[i]);
    }
    long from = entry.getAsJsonArray("data_offsets").get(0).getAsLong();
    long to = entry.getAsJsonArray("data_offsets").get(1).getAsLong();
    if (from < 0 || to > size || to - from != Math.multiplyExact(count, type.getNumOfBytes())) {
      throw new IllegalArgumentException("tensor from %d to %d".formatted(from, to));
    }
    if (to - from > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("a tensor of more than 2 GiB");
    }
    var slice = body.slice(from, (int) (to - from)).order(ByteOrder.LITTLE_ENDIAN);
    return new TensorData(type, new Shape(dimensions), slice);
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
        temporary -> writeAll(temporary, header(tensors, metadata), tensors.values()));
  }

  /** Length and header, the whole a multiple of eight bytes. */
  private static ByteBuffer header(Map<String, NDArray> tensors, Map<String, String> metadata) {
    var header = new JsonObject();
    header.add(METADATA, json(metadata));
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

  /** One tensor after the other, so that no second copy of all of them is needed. */
  private static void writeAll(Path file, ByteBuffer header, Collection<NDArray> tensors)
      throws IOException {
    try (var channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      write(channel, header);
      for (var tensor : tensors) {
        write(channel, tensor.toByteBuffer(false));
      }
      channel.force(true);
    }
  }

  private static void write(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }
}
