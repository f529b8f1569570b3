package org.onenip.plug;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.jar.JarFile;
import org.onenip.support.UserError;

/** A jar given to {@code --plug}. */
public final class JarPlug {
  private JarPlug() {}

  /**
   * Runs the jar's {@link Plug}s. Its classes see ours, which Maven may have loaded; they stay
   * until the process ends, for they are loaded as they are needed.
   *
   * @throws UserError if it is no jar, has no plug, or one fails
   */
  public static void load(Path file) {
    try (var jar = new JarFile(file.toFile())) {
      if (jar.getEntry("META-INF/services/" + Plug.class.getName()) == null) {
        throw new UserError(
            "%s registers nothing: name a class that implements %s in its META-INF/services/%s."
                .formatted(file, Plug.class.getName(), Plug.class.getName()));
      }
    } catch (IOException e) {
      throw new UserError("%s is no jar (%s); make it again.".formatted(file, e.getMessage()), e);
    }
    try {
      var urls = new URL[] {file.toUri().toURL()};
      var loader = new URLClassLoader(urls, JarPlug.class.getClassLoader());
      ServiceLoader.load(Plug.class, loader).forEach(Plug::register);
    } catch (UserError e) {
      throw e;
    } catch (IOException | RuntimeException | LinkageError | ServiceConfigurationError e) {
      throw new UserError(
          "The plug %s failed: %s; fix it, or compile it against this version."
              .formatted(file, e.getCause() == null ? e : e.getCause()),
          e);
    }
  }
}
