package org.onenip.support;

import java.util.regex.Pattern;

/** Words of a command that is suggested to the user. */
public final class Shell {
  private static final Pattern PLAIN = Pattern.compile("[\\w./:\\\\=,+@%-]+");

  private Shell() {}

  /** A word as a shell takes it for one, in quotes where it has to be. */
  public static String word(Object word) {
    var text = word.toString();
    if (PLAIN.matcher(text).matches()) {
      return text;
    }
    // Windows knows the double quotes alone, a POSIX shell expands within them
    return text.indexOf('\\') >= 0 ? '"' + text + '"' : "'" + text.replace("'", "'\\''") + "'";
  }
}
