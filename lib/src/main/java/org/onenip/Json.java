package org.onenip;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import java.lang.reflect.Array;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;

/**
 * Reads JSON by what every Gson since 2.8 has. In a notebook the kernel's own Gson comes before
 * ours, and the original IJava's knows neither records nor a static parser.
 */
public final class Json {
  private static final Gson GSON = new Gson();

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
    var type = component.getType();
    var element = json.get(component.getName());
    if (element == null || element.isJsonNull()) {
      return Array.get(Array.newInstance(type, 1), 0);
    }
    return type.isRecord()
        ? record(GSON.fromJson(element, JsonObject.class), type.asSubclass(Record.class))
        : GSON.fromJson(element, component.getGenericType());
  }
}
