package org.onenip.weights;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.onenip.support.Excerpt;

/**
 * What the header of a safetensors file says, once all of it fits the file: the tensors follow one
 * another without gap or overlap, and each takes as many bytes as its shape and type need.
 *
 * @param tensors where each lies, in the order of the header
 * @param metadata free text by name
 */
record SafetensorsHeader(Map<String, Place> tensors, Map<String, String> metadata) {
  /** The name that no tensor may have. */
  static final String METADATA = "__metadata__";

  /** PyTorch itself has tensors of at most so many axes. */
  static final int MOST_AXES = 64;

  private static final int LONGEST_NAME = 1000;

  /**
   * Where a tensor lies.
   *
   * @param from first byte, counted from the end of the header
   * @param to the byte after its last
   */
  record Place(DataType type, Shape shape, long from, long to) {}

  /**
   * Reads a header. It is read as a stream: neither its depth nor its numbers cost anything before
   * they are checked.
   *
   * @param size bytes that follow it
   * @throws IOException if it is no JSON
   * @throws IllegalArgumentException if it does not fit what follows
   */
  static SafetensorsHeader parse(String text, long size) throws IOException {
    var tensors = new LinkedHashMap<String, Place>();
    var metadata = new LinkedHashMap<String, String>();
    try (var json = new JsonReader(new StringReader(text))) {
      json.beginObject();
      while (json.hasNext()) {
        var name = name(json);
        if (name.equals(METADATA)) {
          texts(json, metadata);
        } else if (tensors.put(name, place(json, name)) != null) {
          throw new IllegalArgumentException("two tensors %s".formatted(Excerpt.of(name)));
        }
      }
      json.endObject();
      if (json.peek() != JsonToken.END_DOCUMENT) {
        throw new IllegalArgumentException("something follows the header's object");
      }
    }
    fill(tensors, size);
    return new SafetensorsHeader(tensors, metadata);
  }

  private static String name(JsonReader json) throws IOException {
    var name = json.nextName();
    if (name.length() > LONGEST_NAME) {
      throw new IllegalArgumentException("a name of %d letters".formatted(name.length()));
    }
    return name;
  }

  private static void texts(JsonReader json, Map<String, String> metadata) throws IOException {
    json.beginObject();
    while (json.hasNext()) {
      metadata.put(name(json), json.nextString());
    }
    json.endObject();
  }

  private static Place place(JsonReader json, String name) throws IOException {
    DataType type = null;
    List<Long> shape = null;
    List<Long> offsets = null;
    json.beginObject();
    while (json.hasNext()) {
      switch (json.nextName()) {
        case "dtype" -> type = type(json.nextString());
        case "shape" -> shape = numbers(json);
        case "data_offsets" -> offsets = numbers(json);
        default -> json.skipValue();
      }
    }
    json.endObject();
    if (type == null || shape == null || offsets == null || offsets.size() != 2) {
      throw new IllegalArgumentException(
          "%s lacks its type, shape or place".formatted(Excerpt.of(name)));
    }
    long bytes = type.getNumOfBytes();
    for (long side : shape) {
      bytes = Math.multiplyExact(bytes, side);
    }
    long from = offsets.get(0);
    long to = offsets.get(1);
    if (to < from || to - from != bytes) {
      throw new IllegalArgumentException(
          "%s lies from %d to %d but needs %d bytes".formatted(Excerpt.of(name), from, to, bytes));
    }
    if (bytes > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "%s is a tensor of more than 2 GiB".formatted(Excerpt.of(name)));
    }
    var sides = shape.stream().mapToLong(side -> side).toArray();
    return new Place(type, new Shape(sides), from, to);
  }

  private static DataType type(String name) {
    try {
      return DataType.fromSafetensors(name);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("the type %s".formatted(Excerpt.of(name)), e);
    }
  }

  /** A few numbers, none below 0. */
  private static List<Long> numbers(JsonReader json) throws IOException {
    var numbers = new ArrayList<Long>();
    json.beginArray();
    while (json.hasNext()) {
      if (json.peek() != JsonToken.NUMBER || numbers.size() == MOST_AXES) {
        throw new IllegalArgumentException("a shape that is none");
      }
      long number = json.nextLong();
      if (number < 0) {
        throw new IllegalArgumentException("a shape or place of %d".formatted(number));
      }
      numbers.add(number);
    }
    json.endArray();
    return numbers;
  }

  /** All bytes belong to a tensor, and none to two. */
  private static void fill(Map<String, Place> tensors, long size) {
    var places = new ArrayList<>(tensors.values());
    places.sort(Comparator.comparingLong(Place::from).thenComparingLong(Place::to));
    long end = 0;
    for (var place : places) {
      if (place.from() != end) {
        throw new IllegalArgumentException(
            "a tensor from %d on, where %d was expected".formatted(place.from(), end));
      }
      end = place.to();
    }
    if (end != size) {
      throw new IllegalArgumentException(
          "tensors of %d bytes in all, where %d follow the header".formatted(end, size));
    }
  }
}
