package org.onenip.support;

import java.net.URLDecoder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Names of files as text. Under {@code LC_ALL=C} Java can open files of any name, but shows what is
 * no ASCII as question marks, and can give no such name to a new file.
 */
public final class PathText {
  private static final char LOST = '\uFFFD';
  private static final Charset SYSTEM =
      Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));

  private PathText() {}

  /** A path's text, with the letters that the system's character set has lost, taken for UTF-8. */
  public static String of(Path path) {
    var text = path.toString();
    if (text.indexOf(LOST) < 0) {
      return text;
    }
    var parts = path.toUri().getRawPath().split("/");
    var named = new StringBuilder(path.isAbsolute() ? "/" : "");
    for (int i = parts.length - path.getNameCount(); i < parts.length; i++) {
      named.append(URLDecoder.decode(parts[i].replace("+", "%2B"), StandardCharsets.UTF_8));
      named.append(i + 1 < parts.length ? "/" : "");
    }
    return named.toString();
  }

  /** A name that a new file can have: what the system's character set lacks becomes "_". */
  public static String writable(String name) {
    var encoder = SYSTEM.newEncoder();
    var kept = new StringBuilder();
    name.codePoints()
        .forEach(
            letter -> {
              var text = Character.toString(letter);
              kept.append(letter != LOST && encoder.canEncode(text) ? text : "_");
            });
    return kept.toString();
  }
}
