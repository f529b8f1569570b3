package org.onenip.data;

/**
 * Which pixels are anomalous.
 *
 * @param width pixels a row
 * @param height rows
 * @param anomalous {@code height * width} flags, row by row
 */
public record PixelMask(int width, int height, boolean[] anomalous) {
  /** Checks that the array has the size that width and height ask for. */
  public PixelMask {
    if (anomalous.length != width * height) {
      throw new IllegalArgumentException(
          "%d flags for %dx%d pixels".formatted(anomalous.length, width, height));
    }
  }

  /** The share of the pixels that are anomalous, 0…1. */
  public double share() {
    int marked = 0;
    for (boolean pixel : anomalous) {
      marked += pixel ? 1 : 0;
    }
    return (double) marked / anomalous.length;
  }
}
