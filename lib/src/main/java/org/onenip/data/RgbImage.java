package org.onenip.data;

/**
 * Eight-bit RGB pixels: what image files are read to and what pseudo anomalies are drawn on.
 *
 * @param width pixels a row
 * @param height rows
 * @param rgb {@code height * width * 3} bytes, row by row, red first
 */
public record RgbImage(int width, int height, byte[] rgb) {
  /** Checks that the array has the size that width and height ask for. */
  public RgbImage {
    if (rgb.length != width * height * 3) {
      throw new IllegalArgumentException(
          "%d bytes for %dx%d RGB pixels".formatted(rgb.length, width, height));
    }
  }
}
