package org.onenip.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Text files that lie beside the classes. */
public final class Resources {
  private Resources() {}

  /** The whole of a file in the class's package. */
  public static String text(Class<?> owner, String name) {
    try (var stream = owner.getResourceAsStream(name)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
