package org.onenip.support;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonPrimitive;
import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

/**
 * Reads JSON by what every Gson since 2.8 has. In a notebook the kernel's own Gson comes before
 * ours, and the original IJava's knows neither records nor a static parser.
 */
public final class Json {
  private static final Gson GSON = new Gson();

  /** The name of an error's class. */
  private static final Pattern CLASS = Pattern.compile("(?:[a-z]+\\.)+[A-Z]\\w*: ");

  private Json() {}

  /**
   * Parses an object.
   *
   * @throws JsonParseException if the text is something else
   */
  public static JsonObject object(String text) {
    JsonObject json;
    try {
      json = GSON.fromJson(text, JsonObject.class);
    } catch (JsonParseException e) {
      throw new JsonParseException(reason(e), e);
    }
    if (json == null) {
      throw new JsonParseException("it is empty");
    }
    return json;
  }

  /** What is wrong, without the names of Gson's classes and pages. */
  public static String reason(RuntimeException e) {
    var message = e.getMessage() == null ? "a part is missing" : e.getMessage();
    return CLASS.matcher(message).replaceAll("").lines().findFirst().orElse("");
  }

  /**
   * Reads a record; a component that is missing is null, zero or false, unless the record's
   * constructor refuses that. What is wrong is said in a few words, with the component's name.
   *
   * @throws JsonParseException if a component is of another type
   * @throws IllegalArgumentException if the record refuses the values
   */
  public static <R extends Record> R record(JsonObject json, Class<R> type) {
    var components = type.getRecordComponents();
    var values = Arrays.stream(components).map(component -> value(json, component)).toArray();
    try {
      return Records.create(type, values);
    } catch (InvocationTargetException e) {
      throw new IllegalArgumentException(refusal(e.getCause(), components, values), e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException("no " + type.getSimpleName(), e);
    }
  }

  /** Why a constructor refused: in its own words, or for it misses a component. */
  private static String refusal(Throwable e, RecordComponent[] components, Object[] values) {
    if (!(e instanceof NullPointerException)) {
      return String.valueOf(e.getMessage());
    }
    return IntStream.range(0, values.length)
        .filter(i -> values[i] == null)
        .mapToObj(i -> components[i].getName())
        .collect(Collectors.joining(", ", "it does not say what these are: ", ""));
  }

  private static Object value(JsonObject json, RecordComponent component) {
    var element = json.get(component.getName());
    if (element == null || element.isJsonNull()) {
      return Array.get(Array.newInstance(component.getType(), 1), 0);
    }
    try {
      return value(element, component.getGenericType());
    } catch (JsonParseException | IllegalArgumentException | ClassCastException e) {
      boolean simple = element.isJsonPrimitive() || !hasParts(component.getType());
      var message =
          simple
              ? "%s cannot be %s".formatted(component.getName(), element)
              : "%s: %s".formatted(component.getName(), reason(e));
      throw e instanceof IllegalArgumentException
          ? new IllegalArgumentException(message, e)
          : new JsonParseException(message, e);
    }
  }

  private static boolean hasParts(Class<?> type) {
    return type.isRecord() || type == List.class || type == Map.class;
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
    if (type == boolean.class && !(element instanceof JsonPrimitive is && is.isBoolean())) {
      throw new JsonParseException("it is neither true nor false"); // Gson takes any text
    }
    Object value = GSON.fromJson(element, type);
    if (value == null) { // Gson's answer to an unknown constant
      throw new JsonParseException("it is none of those that are known");
    }
    return value;
  }
}
