package org.onenip.cli;

import java.util.List;

/** Says on standard error which files of a folder are not used. */
final class Omissions {
  private static final int SHOWN = 5;

  private Omissions() {}

  static void tell(List<String> sentences) {
    sentences.stream().limit(SHOWN).forEach(sentence -> System.err.println("note: " + sentence));
    if (sentences.size() > SHOWN) {
      System.err.printf(
          "note: … and %d more of this sort; data check --json lists all.%n",
          sentences.size() - SHOWN);
    }
  }
}
