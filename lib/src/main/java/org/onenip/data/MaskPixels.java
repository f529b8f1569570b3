package org.onenip.data;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;

/**
 * Which pixels a decoded mask marks: those that are not black and not transparent. Where all that
 * is visible is black, what is visible was drawn. After a lossy compression black has a rim: then
 * those brighter than half of the brightest.
 */
final class MaskPixels {
  private MaskPixels() {}

  /**
   * Reads them.
   *
   * @param lossy whether the file was compressed with loss
   */
  static PixelMask of(BufferedImage image, boolean lossy) {
    int width = image.getWidth();
    int height = image.getHeight();
    boolean alpha = image.getColorModel().hasAlpha();
    var colored = new boolean[width * height];
    var visible = new boolean[alpha ? width * height : 0];
    if (plain(image)) {
      samples(image, colored, visible, lossy);
    } else {
      colors(image, colored, visible, lossy);
    }
    if (!alpha) {
      return new PixelMask(width, height, colored);
    }
    boolean any = false;
    boolean all = true;
    for (int i = 0; i < colored.length; i++) {
      colored[i] &= visible[i];
      any |= colored[i];
      all &= visible[i];
    }
    return new PixelMask(width, height, any || all ? colored : visible);
  }

  /** Whether zero is black in every band, however many bits there are. */
  private static boolean plain(BufferedImage image) {
    int space = image.getColorModel().getColorSpace().getType();
    return image.getColorModel() instanceof ComponentColorModel
        && (space == ColorSpace.TYPE_GRAY || space == ColorSpace.TYPE_RGB);
  }

  private static void samples(
      BufferedImage image, boolean[] colored, boolean[] visible, boolean lossy) {
    var raster = image.getRaster();
    int colors = Math.min(raster.getNumBands(), image.getColorModel().getNumColorComponents());
    int width = image.getWidth();
    double half = 0;
    var row = new double[width];
    for (int pass = lossy ? 0 : 1; pass < 2; pass++) { // the brightest, then what is half as bright
      double most = 0;
      for (int band = 0; band < colors; band++) {
        for (int y = 0; y < image.getHeight(); y++) {
          raster.getSamples(0, y, width, 1, band, row);
          for (int x = 0; x < width; x++) {
            most = Math.max(most, row[x]);
            colored[y * width + x] |= pass == 1 && (lossy ? row[x] > half : row[x] != 0);
          }
        }
      }
      half = most / 2;
    }
    for (int y = 0; visible.length > 0 && y < image.getHeight(); y++) {
      raster.getSamples(0, y, width, 1, raster.getNumBands() - 1, row);
      for (int x = 0; x < width; x++) {
        visible[y * width + x] = row[x] != 0;
      }
    }
  }

  private static void colors(
      BufferedImage image, boolean[] colored, boolean[] visible, boolean lossy) {
    int width = image.getWidth();
    int half = 0;
    var row = new int[width];
    for (int pass = lossy ? 0 : 1; pass < 2; pass++) {
      int most = 0;
      for (int y = 0; y < image.getHeight(); y++) {
        image.getRGB(0, y, width, 1, row, 0, width);
        for (int x = 0; x < width; x++) {
          int bright = Math.max(row[x] >> 16 & 255, Math.max(row[x] >> 8 & 255, row[x] & 255));
          most = Math.max(most, bright);
          colored[y * width + x] = pass == 1 && (lossy ? bright > half : bright != 0);
          if (visible.length > 0) {
            visible[y * width + x] = row[x] >>> 24 != 0;
          }
        }
      }
      half = most / 2;
    }
  }
}
