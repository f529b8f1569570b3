package org.onenip.method;

import java.util.Map;
import java.util.Set;
import org.onenip.method.nearest.NearestNeighborMethod;
import org.onenip.method.onenip.OneNipMethod;
import org.onenip.method.uniad.UniAdMethod;
import org.onenip.support.Registry;
import org.onenip.training.MethodSpec;

/** The methods by name: OneNIP, UniAD, the nearest neighbour, and those that users register. */
public final class Methods {
  private static final Registry<MethodSpec<?>> METHODS =
      new Registry<>(
          "method",
          Map.of(
              OneNipMethod.NAME, new OneNipMethod(),
              UniAdMethod.NAME, new UniAdMethod(),
              NearestNeighborMethod.NAME, new NearestNeighborMethod()));

  private Methods() {}

  /**
   * Makes a method known by its name, replacing what had it before (a notebook cell may run twice).
   *
   * @throws org.onenip.support.UserError if it is a name of ours
   */
  public static void register(MethodSpec<?> method) {
    METHODS.register(method.name(), method);
  }

  /**
   * A method.
   *
   * @throws org.onenip.support.UserError if none of this name is registered
   */
  public static MethodSpec<?> named(String name) {
    return METHODS.named(name);
  }

  /** Whether a user registered the name. */
  public static boolean isRegistered(String name) {
    return METHODS.isRegistered(name);
  }

  /** All names, in alphabetical order. */
  public static Set<String> names() {
    return METHODS.names();
  }
}
