package org.onenip.support;

import java.math.BigDecimal;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Texts in CSV files. A spreadsheet takes what begins with {@code = + - @} or a control character
 * for a formula, and names of files and folders are anybody's: a {@code '} before them makes them
 * texts. Numbers stay as they are.
 */
public final class CsvText {
  private static final Pattern FORMULA = Pattern.compile("'*[=+\\-@\\t\\r\\n].*", Pattern.DOTALL);

  private CsvText() {}

  /** The values of a row as they may be written. */
  public static List<Object> safe(List<?> values) {
    return values.stream().map(CsvText::safe).toList();
  }

  private static Object safe(Object value) {
    if (value == null || value instanceof Number) {
      return value;
    }
    var text = value.toString();
    return FORMULA.matcher(text).matches() && !number(text) ? "'" + text : text;
  }

  /** What was meant by what was written. */
  public static String read(String text) {
    return FORMULA.matcher(text).matches() && text.startsWith("'") ? text.substring(1) : text;
  }

  private static boolean number(String text) {
    try {
      new BigDecimal(text);
      return true;
    } catch (NumberFormatException e) {
      return false;
    }
  }
}
