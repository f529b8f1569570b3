package org.onenip.cli;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.onenip.support.Spelling;
import org.onenip.support.UserError;

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
                            String.join(", ", names(choices)),
                            option,
                            Spelling.nearest(text, names(choices)))));
  }

  private static List<String> names(Collection<?> choices) {
    return choices.stream().map(Object::toString).toList();
  }

  private static String normal(Object name) {
    return name.toString().toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]", "");
  }
}
