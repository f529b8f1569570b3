package org.onenip.support;

import java.util.regex.Pattern;

/**
 * Bounds what users are told: a message may echo a word of any length, or a file name that would
 * steer their terminal.
 */
final class Sentence {
  /** Letters of the longest message. */
  static final int MOST = 500;

  private static final String GAP = " … ";

  /** What a terminal obeys instead of showing it; not the ends of lines. */
  private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}\\x80-\\x9f&&[^\\n\\r\\t]]");

  private Sentence() {}

  /** The message itself, or its beginning and its end, which has the remedy. */
  static String bounded(String message) {
    var shown = CONTROL.matcher(message).replaceAll("\uFFFD");
    if (shown.length() <= MOST) {
      return shown;
    }
    int half = (MOST - GAP.length()) / 2;
    return shown.substring(0, half) + GAP + shown.substring(shown.length() - half);
  }
}
