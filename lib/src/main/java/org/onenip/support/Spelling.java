package org.onenip.support;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;

/** What a user may have meant by a name that nothing has. */
public final class Spelling {
  /** The largest share of a name's letters that a slip changes. */
  private static final double SLIP = 0.4;

  private Spelling() {}

  /**
   * The known name that the fewest insertions, deletions and replacements of letters make of a
   * word; whether letters are capital does not count. Null where nothing is known.
   */
  public static String nearest(String word, Collection<String> known) {
    return known.stream()
        .min(
            Comparator.<String>comparingInt(name -> distance(lower(word), lower(name)))
                .thenComparing(Comparator.naturalOrder()))
        .orElse(null);
  }

  /**
   * The message about a name that nothing has: {@code There is no decoder "foo"; did you mean
   * "bar"? Known are …}. It asks only where a slip explains the name.
   *
   * @param what the kind of thing, as in "decoder"
   */
  public static String unknown(String what, String word, Collection<String> known) {
    var nearest = nearest(word, known);
    boolean near =
        nearest != null
            && distance(lower(word), lower(nearest))
                <= SLIP * Math.max(word.length(), nearest.length());
    return "There is no %s \"%s\"; %s %s."
        .formatted(
            what,
            word,
            near ? "did you mean \"%s\"? Known are".formatted(nearest) : "known are",
            String.join(", ", known));
  }

  /** The same of what users may register: it says how their file is loaded. */
  public static String unregistered(String what, String word, Collection<String> known) {
    return unknown(what, word, known)
        .replaceFirst("\\.$", "; if a file of yours registers it, load that with --plug.");
  }

  private static String lower(String word) {
    return word.toLowerCase(Locale.ROOT);
  }

  /** Levenshtein's distance, row by row. */
  private static int distance(String a, String b) {
    var row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
