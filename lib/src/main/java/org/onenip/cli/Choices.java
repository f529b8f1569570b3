package org.onenip.cli;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import org.onenip.UserError;

/** An option's value that must be one of a few names. */
final class Choices {
  private Choices() {}

  /**
   * The choice that is meant, whatever its case and punctuation.
   *
   * @param where what has these choices, to begin the sentence of an error
   * @throws UserError naming the nearest choice if there is no such one
   */
  static <T> T of(String option, String text, Collection<T> choices, String where) {
    return choices.stream()
        .filter(choice -> normal(choice).equals(normal(text)))
        .findFirst()
        .orElseThrow(
            () ->
                new UserError(
                    "%s has no \"%s\", but %s; the nearest is %s %s."
                        .formatted(
                            where,
                            text,
                            String.join(", ", choices.stream().map(Object::toString).toList()),
                            option,
                            nearest(text, choices))));
  }

  private static <T> T nearest(String text, Collection<T> choices) {
    return choices.stream()
        .min(Comparator.comparingInt(choice -> distance(normal(text), normal(choice))))
        .orElseThrow();
  }

  private static String normal(Object name) {
    return name.toString().toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]", "");
  }

  /** Levenshtein's: the least number of letters to insert, drop or replace. */
  private static int distance(String from, String to) {
    var row = new int[to.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[to.length()];
  }
}
