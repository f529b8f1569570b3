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
}
