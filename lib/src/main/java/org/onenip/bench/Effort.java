package org.onenip.bench;

/**
 * How thorough to be.
 *
 * @param longParts whether to take in the parts that take long
 * @param warmUp seconds for which each part is repeated before it counts; on either side at least
 *     once
 * @param least repeats of each part, half as many of one that takes long
 * @param most repeats of each part
 * @param seconds after which a part is not repeated any more, once it has its least
 */
public record Effort(boolean longParts, double warmUp, int least, int most, double seconds) {
  /** A minute's look. */
  public static final Effort QUICK = new Effort(false, 1, 3, 5, 2);

  /** Enough repeats for a median to rely on. */
  public static final Effort FULL = new Effort(true, 5, 6, 25, 12);

  int least(Part part) {
    return part.isLong() ? least / 2 : least;
  }
}
