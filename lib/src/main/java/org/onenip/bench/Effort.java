package org.onenip.bench;

/**
 * How thorough to be.
 *
 * @param longParts whether to take in the parts that take long
 * @param gpu whether to take in the parts that are for a GPU
 * @param warmUp seconds for which each part is repeated before it counts; on either side at least
 *     once
 * @param least repeats of each part, half as many of one that takes long
 * @param most repeats of each part
 * @param seconds after which a part is not repeated any more, once it has its least
 */
public record Effort(
    boolean longParts, boolean gpu, double warmUp, int least, int most, double seconds) {
  /** A minute's look. */
  public static final Effort QUICK = new Effort(false, false, 1, 3, 5, 2);

  /** Enough repeats for a median to rely on. */
  public static final Effort FULL = new Effort(true, false, 5, 6, 25, 12);

  /** The same on a machine with a GPU, or without one. */
  public Effort withGpu(boolean gpu) {
    return new Effort(longParts, gpu, warmUp, least, most, seconds);
  }

  int least(Part part) {
    return part.isLong() ? least / 2 : least;
  }
}
