package org.onenip.evaluation;

import java.util.Locale;

/** The data sets that figures were published of. */
public enum PublishedSet {
  MVTEC("MVTec"),
  BTAD("BTAD"),
  VISA("VisA"),
  /** One model of all three. */
  ALL("MVTec+BTAD+VisA");

  private final String title;

  PublishedSet(String title) {
    this.title = title;
  }

  /** As the paper writes it. */
  public String title() {
    return title;
  }

  /** Whether a published row is of this set. */
  boolean has(PublishedTables.Row row) {
    return row.trainedOn().equalsIgnoreCase(title);
  }

  /** As the command line writes it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
