package org.onenip.support;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Map;

/**
 * Changes to settings, as a configuration file or {@code --set model.decoder=unidirectional} gives
 * them: an object of the components to change, nested as the records are.
 */
public final class Overrides {
  private Overrides() {}

  /**
   * Reads {@code model.decoder=unidirectional}.
   *
   * @param into the object that the change is added to
   * @throws UserError if there is no equals sign
   */
  public static void parse(String change, JsonObject into) {
    int equals = change.indexOf('=');
    if (equals < 1) {
      throw new UserError(
          "\"%s\" sets nothing; write NAME=VALUE, as model.decoder=unidirectional."
              .formatted(change));
    }
    put(into, change.substring(0, equals), new JsonPrimitive(change.substring(equals + 1)));
  }

  /** Adds a value under a dotted name. */
  public static void put(JsonObject into, String name, JsonElement value) {
    int dot = name.indexOf('.');
    if (dot < 0) {
      into.add(name, value);
      return;
    }
    var part = name.substring(0, dot);
    if (!(into.get(part) instanceof JsonObject)) {
      into.add(part, new JsonObject());
    }
    put(into.getAsJsonObject(part), name.substring(dot + 1), value);
  }

  /**
   * A copy of a record with some components changed, all at once. A record within that is null
   * begins as its constructor without arguments makes it.
   *
   * @param changes some of its components; records within as objects
   * @param source what to name in an error: a file or an option
   * @throws UserError if there is no such component, or it cannot have the value
   */
  public static <R extends Record> R apply(R record, JsonObject changes, String source) {
    return apply(record, changes, source, "");
  }

  private static <R extends Record> R apply(
      R record, JsonObject changes, String source, String path) {
    var components = List.of(record.getClass().getRecordComponents());
    var names = components.stream().map(RecordComponent::getName).toList();
    for (var name : changes.keySet()) {
      if (!names.contains(name)) {
        throw unknown("setting", path + name, Spelling.nearest(name, names), path, names, source);
      }
    }
    try {
      var values = Records.values(record);
      for (var component : components) {
        var own = values.get(component.getName());
        var change = changes.get(component.getName());
        if (change != null && !(own == null && change.isJsonNull())) {
          values.put(
              component.getName(),
              value(component.getType(), own, change, source, path + component.getName()));
        }
      }
      @SuppressWarnings("unchecked")
      var type = (Class<R>) record.getClass();
      return Records.of(type, values);
    } catch (IllegalArgumentException e) {
      var cause = e.getCause() == null ? e : e.getCause();
      cause = cause.getCause() == null ? cause : cause.getCause();
      throw new UserError("%s: %s.".formatted(source, cause.getMessage()), e);
    }
  }

  private static UserError unknown(
      String what, String name, String nearest, String path, List<String> known, String source) {
    return new UserError(
        "%s: there is no %s \"%s\"; did you mean \"%s\"? Known are %s."
            .formatted(source, what, name, path + nearest, String.join(", ", known)));
  }

  private static Object value(
      Class<?> type, Object own, JsonElement change, String source, String name) {
    if (type.isRecord()) {
      if (!(change instanceof JsonObject object)) {
        throw wrong(name, "an object of its parts", change, source);
      }
      return apply(own == null ? initial(type) : (Record) own, object, source, name + ".");
    }
    try {
      return Json.simple(change, type);
    } catch (IllegalArgumentException e) {
      if (!type.isEnum() || !change.isJsonPrimitive()) {
        throw wrong(name, e.getMessage(), change, source);
      }
      var text = change.getAsString();
      var known = Json.names(type);
      var nearest = Spelling.nearest(text, known);
      throw unknown("value of " + name, text, nearest, "", known, source);
    }
  }

  private static Record initial(Class<?> type) {
    try {
      return (Record) type.getDeclaredConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException(type.getSimpleName() + " has no initial values", e);
    }
  }

  private static UserError wrong(String name, String wanted, JsonElement value, String source) {
    return new UserError("%s: %s has to be %s, not %s.".formatted(source, name, wanted, value));
  }

  /** Adds the changes of {@code more} to those of {@code into}, over what both have. */
  public static void merge(JsonObject into, JsonObject more) {
    for (Map.Entry<String, JsonElement> change : more.entrySet()) {
      if (change.getValue() instanceof JsonObject inner
          && into.get(change.getKey()) instanceof JsonObject own) {
        merge(own, inner);
      } else {
        into.add(change.getKey(), change.getValue().deepCopy());
      }
    }
  }
}
