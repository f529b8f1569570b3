package org.onenip.support;

import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Copies of immutable settings with one value changed. */
public final class Records {
  private Records() {}

  /**
   * A copy of a record with one component replaced.
   *
   * @throws IllegalArgumentException if the record has no such component, or it refuses the value
   */
  public static <R extends Record> R with(R record, String component, Object value) {
    return with(record, Collections.singletonMap(component, value)); // the value may be null
  }

  /**
   * A copy of a record with several components replaced.
   *
   * @param changes by the names of the components
   * @throws IllegalArgumentException as above
   */
  public static <R extends Record> R with(R record, Map<String, ?> changes) {
    try {
      var components = record.getClass().getRecordComponents();
      var known = Arrays.stream(components).map(RecordComponent::getName).toList();
      var values = new Object[components.length];
      for (int i = 0; i < components.length; i++) {
        var name = components[i].getName();
        values[i] = changes.containsKey(name) ? changes.get(name) : value(record, components[i]);
      }
      if (!known.containsAll(changes.keySet())) {
        throw new IllegalArgumentException(
            "%s has not all of %s".formatted(record.getClass().getSimpleName(), changes.keySet()));
      }
      @SuppressWarnings("unchecked")
      var type = (Class<R>) record.getClass();
      return create(type, values);
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException("it cannot have %s".formatted(changes), e);
    }
  }

  /**
   * A record of these values; a component that is missing is null, zero or false.
   *
   * @param values by the names of the components; others are left out
   * @throws IllegalArgumentException if the record refuses them
   */
  public static <R extends Record> R of(Class<R> type, Map<String, ?> values) {
    try {
      return create(
          type,
          Arrays.stream(type.getRecordComponents())
              .map(c -> values.containsKey(c.getName()) ? values.get(c.getName()) : nothing(c))
              .toArray());
    } catch (InvocationTargetException e) {
      throw new IllegalArgumentException(refusal(e.getCause(), type, values), e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException("no %s: %s".formatted(type.getSimpleName(), values), e);
    }
  }

  /** Why a constructor refused: in its own words, or for it misses a component. */
  private static String refusal(Throwable e, Class<?> type, Map<String, ?> values) {
    if (!(e instanceof NullPointerException)) {
      return String.valueOf(e.getMessage());
    }
    return Arrays.stream(type.getRecordComponents())
        .filter(c -> !c.getType().isPrimitive() && values.get(c.getName()) == null)
        .map(RecordComponent::getName)
        .collect(Collectors.joining(", ", "it does not say what these are: ", ""));
  }

  private static Object nothing(RecordComponent component) {
    return Array.get(Array.newInstance(component.getType(), 1), 0);
  }

  /** The values of a record's components by name, in their order. */
  public static Map<String, Object> values(Record record) {
    try {
      var values = new LinkedHashMap<String, Object>();
      for (var component : record.getClass().getRecordComponents()) {
        values.put(component.getName(), value(record, component));
      }
      return values;
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException("%s cannot be read".formatted(record.getClass()), e);
    }
  }

  /** The value of a record's component. */
  static Object value(Record record, RecordComponent component)
      throws ReflectiveOperationException {
    var accessor = component.getAccessor();
    accessor.setAccessible(true);
    return accessor.invoke(record);
  }

  /** A record of all its components' values, in their order. */
  static <R extends Record> R create(Class<R> type, Object... values)
      throws ReflectiveOperationException {
    var types =
        Arrays.stream(type.getRecordComponents())
            .map(RecordComponent::getType)
            .toArray(Class<?>[]::new);
    var constructor = type.getDeclaredConstructor(types);
    constructor.setAccessible(true);
    return constructor.newInstance(values);
  }
}
