package org.onenip.support;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;

/** The library's classes and all that they need, for the Java tools that we start. */
public final class ClassPath {
  private ClassPath() {}

  /** Ours, in absolute paths; inside Maven the system's class path is Maven's own. */
  public static String ours() {
    var entries =
        ClassPath.class.getClassLoader() instanceof URLClassLoader loader
            ? Arrays.stream(loader.getURLs()).map(url -> path(url.toString()))
            : Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of);
    return entries
        .map(entry -> entry.toAbsolutePath().toString())
        .collect(Collectors.joining(File.pathSeparator));
  }

  /** The folder of our classes, or the archive that holds them. */
  public static Path classes() {
    return path(ClassPath.class.getProtectionDomain().getCodeSource().getLocation().toString());
  }

  private static Path path(String url) {
    try {
      return Path.of(new URI(url));
    } catch (URISyntaxException e) {
      throw new UncheckedIOException(new IOException(url, e));
    }
  }
}
