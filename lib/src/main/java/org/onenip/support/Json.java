package org.onenip.support;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonPrimitive;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/**
 * Reads and makes JSON by what every Gson since 2.8 has. In a notebook the kernel's own Gson comes
 * before ours, and the original IJava's knows neither records nor a static parser.
 */
public final class Json {
  private static final Gson GSON = new Gson();
  private static final Gson PRETTY =
      new GsonBuilder().setPrettyPrinting().serializeNulls().disableHtmlEscaping().create();

  /** The name of an error's class. */
  private static final Pattern CLASS = Pattern.compile("(?:[a-z]+\\.)+[A-Z]\\w*: ");

  private static final List<Class<?>> SIMPLE =
      List.of(int.class, long.class, double.class, Double.class, boolean.class, String.class);

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
   * Reads a record; a component that is missing is null, zero or false, unless the record's
   * constructor refuses that. What is wrong is said in a few words, with the component's name.
   *
   * @throws JsonParseException if a component is of another type
   * @throws IllegalArgumentException if the record refuses the values
   */
  public static <R extends Record> R record(JsonObject json, Class<R> type) {
    var values = new HashMap<String, Object>();
    for (var component : type.getRecordComponents()) {
      var element = json.get(component.getName());
      if (element != null && !element.isJsonNull()) {
        values.put(component.getName(), value(element, component));
      }
    }
    return Records.of(type, values);
  }

  private static Object value(JsonElement element, RecordComponent component) {
    try {
      return value(element, component.getGenericType());
    } catch (JsonParseException | ClassCastException e) {
      throw new JsonParseException(component.getName() + ": " + reason(e), e);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(component.getName() + ": " + reason(e), e);
    }
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
    if (type instanceof Class<?> simple && (simple.isEnum() || SIMPLE.contains(simple))) {
      try {
        return simple(element, simple);
      } catch (IllegalArgumentException e) {
        throw new JsonParseException("it has to be %s, not %s".formatted(e.getMessage(), element));
      }
    }
    Object value = GSON.fromJson(element, type);
    if (value == null) { // Gson's answer to an unknown constant
      throw new JsonParseException("it is none of those that are known");
    }
    return value;
  }

  /**
   * A single value, also of its text, as the command line gives it.
   *
   * @param type of a record's component
   * @throws IllegalArgumentException whose message is what it has to be
   */
  static Object simple(JsonElement element, Class<?> type) {
    if (!element.isJsonPrimitive()) {
      throw new IllegalArgumentException("a single value");
    }
    var text = element.getAsString();
    if (type.isEnum()) {
      return Arrays.stream(type.getEnumConstants())
          .filter(constant -> constant.toString().equalsIgnoreCase(text))
          .findFirst()
          .orElseThrow(() -> new IllegalArgumentException("one of " + names(type)));
    } else if (type == boolean.class) {
      if (!text.equals("true") && !text.equals("false")) {
        throw new IllegalArgumentException("true or false");
      }
      return Boolean.valueOf(text);
    } else if (type == String.class) {
      return text;
    }
    boolean whole = type == int.class || type == long.class;
    try {
      double number = Double.parseDouble(text);
      if (!Double.isFinite(number)) {
        throw new NumberFormatException("not finite");
      }
      return type == int.class
          ? (Object) Integer.valueOf(text)
          : whole ? (Object) Long.valueOf(text) : (Object) number;
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(whole ? "a whole number" : "a number", e);
    }
  }

  /** The constants of an enum as users write them. */
  static List<String> names(Class<?> type) {
    return Arrays.stream(type.getEnumConstants())
        .map(constant -> constant.toString().toLowerCase(Locale.ROOT))
        .toList();
  }
}
