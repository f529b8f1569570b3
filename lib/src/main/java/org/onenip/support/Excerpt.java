package org.onenip.support;

/**
 * What a message quotes of a file: never more than a glance of it, whatever the file holds. A
 * stranger's file may name a tensor by a million letters, or over several lines.
 */
public final class Excerpt {
  /** Characters of a value. */
  private static final int VALUE = 80;

  /** Characters of what a library says of a failure. */
  private static final int REASON = 160;

  private Excerpt() {}

  /** A name or a number from a file, on one line. */
  public static String of(Object value) {
    return cut(String.valueOf(value), VALUE);
  }

  /** Why something failed, in one line: the failure's message, or its kind where it has none. */
  public static String reason(Throwable failure) {
    var message = failure.getMessage();
    return message == null || message.isBlank()
        ? failure.getClass().getSimpleName()
        : cut(message, REASON);
  }

  private static String cut(String text, int most) {
    if (text.length() > most) {
      int end = (most - 1) / 3;
      var head = text.substring(0, most - 1 - end);
      text = head + "…" + text.substring(text.length() - end);
    }
    var line = new StringBuilder(text.length());
    text.strip()
        .codePoints()
        .map(c -> Character.isISOControl(c) ? ' ' : c)
        .forEach(line::appendCodePoint);
    return line.toString();
  }
}
