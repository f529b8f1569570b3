package org.onenip.bench;

/**
 * How thorough to be.
 *
 * @param longParts whether to take in the parts that take long
 * @param warmUps repeats of each part that do not count
 * @param least repeats of each part
 * @param most repeats of each part
 * @param seconds after which a part is not repeated any more, once it has its least
 */
public record Effort(boolean longParts, int warmUps, int least, int most, double seconds) {
  /** A minute's look. */
  public static final Effort QUICK = new Effort(false, 1, 3, 5, 2);

  /** Enough repeats for a median to rely on. */
  public static final Effort FULL = new Effort(true, 3, 7, 25, 12);
}
