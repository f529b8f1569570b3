package org.onenip.support;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonPrimitive;
import java.lang.reflect.Array;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.stream.StreamSupport;

/**
 * Reads and makes JSON by what every Gson since 2.8 has. In a notebook the kernel's own Gson comes
 * before ours, and the original IJava's knows neither records nor a static parser.
 */
public final class Json {
  private static final Gson GSON = new Gson();
  private static final Gson PRETTY =
      new GsonBuilder().setPrettyPrinting().serializeNulls().disableHtmlEscaping().create();

  private Json() {}

  /**
   * Parses an object.
   *
   * @throws JsonParseException if the text is something else
   */
  public static JsonObject object(String text) {
    var json = GSON.fromJson(text, JsonObject.class);
    if (json == null) {
      throw new JsonParseException("it is empty");
    }
    return json;
  }

  /** An object of names and values in turn: JSON, numbers, texts, truths, lists, maps, null. */
  public static JsonObject of(Object... pairs) {
    var object = new JsonObject();
    for (int i = 0; i < pairs.length; i += 2) {
      object.add((String) pairs[i], tree(pairs[i + 1]));
    }
    return object;
  }

  /** JSON of a value as {@link #of} takes it. */
  public static JsonElement tree(Object value) {
    if (value instanceof Number number) {
      return new JsonPrimitive(number); // NaN, too
    }
    return value instanceof JsonElement json ? json : PRETTY.toJsonTree(value);
  }

  /** What a file holds that people look into: indented, nulls written out, the last line ended. */
  public static String pretty(Object value) {
    return PRETTY.toJson(tree(value)) + "\n";
  }

  /**
   * Reads a record; a component that is missing is null, zero or false.
   *
   * @throws JsonParseException if a component is of another type
   * @throws IllegalArgumentException if the record refuses the values
   */
  public static <R extends Record> R record(JsonObject json, Class<R> type) {
    var components = type.getRecordComponents();
    var values = Arrays.stream(components).map(component -> value(json, component)).toArray();
    try {
      return Records.create(type, values);
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException("no " + type.getSimpleName() + ": " + json, e);
    }
  }

  private static Object value(JsonObject json, RecordComponent component) {
    var element = json.get(component.getName());
    return element == null || element.isJsonNull()
        ? Array.get(Array.newInstance(component.getType(), 1), 0)
        : value(element, component.getGenericType());
  }

  private static Object value(JsonElement element, Type type) {
    if (type instanceof Class<?> known && known.isRecord()) {
      return record(GSON.fromJson(element, JsonObject.class), known.asSubclass(Record.class));
    }
    if (type instanceof ParameterizedType list && list.getRawType() == List.class) {
      if (!element.isJsonArray()) {
        throw new JsonParseException("it is no list: " + element);
      }
      var of = list.getActualTypeArguments()[0];
      return StreamSupport.stream(element.getAsJsonArray().spliterator(), false)
          .map(each -> value(each, of))
          .toList();
    }
    return GSON.fromJson(element, type);
  }
}
