package org.onenip;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;

/** Copies of immutable settings with one value changed. */
public final class Records {
  private Records() {}

  /**
   * A copy of a record with one component replaced.
   *
   * @throws IllegalArgumentException if the record has no such component, or it refuses the value
   */
  public static <R extends Record> R with(R record, String component, Object value) {
    var components = record.getClass().getRecordComponents();
    var values = new Object[components.length];
    boolean found = false;
    try {
      for (int i = 0; i < components.length; i++) {
        boolean wanted = components[i].getName().equals(component);
        found |= wanted;
        values[i] = wanted ? value : value(record, components[i]);
      }
      if (!found) {
        throw new IllegalArgumentException(
            record.getClass().getSimpleName() + " has no " + component);
      }
      @SuppressWarnings("unchecked")
      var type = (Class<R>) record.getClass();
      return create(type, values);
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException(component + " cannot be " + value, e);
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
