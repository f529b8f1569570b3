package org.onenip.backbone;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.onenip.Json;
import org.onenip.UserError;

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

  /**
   * Reads a file.
   *
   * @throws UserError if it is missing, cut short, or its header does not fit its contents
   */
  public static Safetensors read(Path file) {
    try {
      return parse(ByteBuffer.wrap(Files.readAllBytes(file)), file.toString());
    } catch (IOException e) {
      throw new UserError(
          "The weights %s cannot be read (%s); check the path.".formatted(file, e), e);
    }
  }

  /**
   * Reads a file's contents.
   *
   * @param name of the file, for messages
   * @throws UserError if it is cut short, or its header does not fit its contents
   */
  public static Safetensors parse(ByteBuffer bytes, String name) {
    try {
      bytes.order(ByteOrder.LITTLE_ENDIAN);
      long length = bytes.getLong();
      if (length < 2 || length > Math.min(LONGEST_HEADER, bytes.remaining())) {
        throw new IllegalArgumentException("header of %d bytes".formatted(length));
      }
      var header = new byte[(int) length];
      bytes.get(header);
      var body = bytes.slice();
      var json = Json.object(new String(header, StandardCharsets.UTF_8));
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
          tensors.put(entry.getKey(), tensor(entry.getValue().getAsJsonObject(), body));
        }
      }
      return new Safetensors(tensors, metadata);
    } catch (RuntimeException e) {
      throw new UserError(
          "%s is no intact safetensors file (%s); get or make it again.".formatted(name, e), e);
    }
  }

  private static TensorData tensor(JsonObject entry, ByteBuffer body) {
    var type = DataType.fromSafetensors(entry.get("dtype").getAsString());
    var dimensions = new long[entry.getAsJsonArray("shape").size()];
    long count = 1;
    for (int i = 0; i < dimensions.length; i++) {
      dimensions[i] = entry.getAsJsonArray("shape").get(i).getAsLong();
      count = Math.multiplyExact(count, dimensions[i]);
    }
    long from = entry.getAsJsonArray("data_offsets").get(0).getAsLong();
    long to = entry.getAsJsonArray("data_offsets").get(1).getAsLong();
    if (from < 0 || to > body.limit() || to - from != count * type.getNumOfBytes()) {
      throw new IllegalArgumentException("tensor from %d to %d".formatted(from, to));
    }
    var slice = body.slice((int) from, (int) (to - from)).order(ByteOrder.LITTLE_ENDIAN);
    return new TensorData(type, new Shape(dimensions), slice);
  }

  /**
   * Writes a file atomically: a full disk or a kill leaves the last one as it was.
   *
   * @throws UserError if it cannot be written
   */
  public static void write(Path file, Map<String, NDArray> tensors, Map<String, String> metadata) {
    var temporary = file.resolveSibling(file.getFileName() + ".tmp");
    try {
      var header = new JsonObject();
      var bodies = new ArrayList<ByteBuffer>();
      header.add(METADATA, json(metadata));
      long offset = 0;
      for (var entry : tensors.entrySet()) {
        var body = entry.getValue().toByteBuffer(false);
        header.add(entry.getKey(), describe(entry.getValue(), offset, body.remaining()));
        offset += body.remaining();
        bodies.add(body);
      }
      var text = header.toString().getBytes(StandardCharsets.UTF_8);
      int padded = (text.length + 7) / 8 * 8;
      var head = ByteBuffer.allocate(8 + padded).order(ByteOrder.LITTLE_ENDIAN);
      head.putLong(padded).put(text);
      while (head.hasRemaining()) {
        head.put((byte) ' ');
      }
      bodies.add(0, head.flip());
      writeAll(temporary, bodies);
      Files.move(
          temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      deleteQuietly(temporary);
      throw new UserError(
          "%s cannot be written (%s); make room on the disk and go on with --resume."
              .formatted(file, e.getMessage()),
          e);
    }
  }

  private static JsonObject json(Map<String, String> metadata) {
    var object = new JsonObject();
    new TreeMap<>(metadata).forEach(object::addProperty); // in an order that is always the same
    return object;
  }

  private static JsonObject describe(NDArray array, long offset, int length) {
    var shape = new JsonArray();
    for (long dimension : array.getShape().getShape()) {
      shape.add(dimension);
    }
    var offsets = new JsonArray();
    offsets.add(offset);
    offsets.add(offset + length);
    var entry = new JsonObject();
    entry.addProperty("dtype", array.getDataType().asSafetensors());
    entry.add("shape", shape);
    entry.add("data_offsets", offsets);
    return entry;
  }

  private static void writeAll(Path file, List<ByteBuffer> parts) throws IOException {
    try (var channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      for (var part : parts) {
        while (part.hasRemaining()) {
          channel.write(part);
        }
      }
      channel.force(true);
    }
  }

  private static void deleteQuietly(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      // what is left over does no harm: the next write begins it anew
    }
  }
}
