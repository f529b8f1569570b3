package org.onenip.detect;

/**
 * What a detector that does not know an image's class calls anomalous.
 *
 * @param image a normal image's score rarely exceeds it
 * @param pixel no pixel of a normal image often exceeds it
 */
public record Thresholds(double image, double pixel) {
  /** Refuses what no score exceeds and no score falls short of. */
  public Thresholds {
    if (Double.isNaN(image) || Double.isNaN(pixel)) {
      throw new IllegalArgumentException("a threshold that is no number");
    }
  }

  /** Nothing is called anomalous. */
  public static final Thresholds NONE =
      new Thresholds(Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY);
}
