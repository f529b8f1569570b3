package org.onenip.data;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;

/** Decoded pixels of at most sixteen bits as eight-bit RGB. */
final class RgbPixels {
  private RgbPixels() {}

  /** Grey is repeated, alpha dropped, 16 bits are cut to the upper eight. */
  static RgbImage of(BufferedImage image) {
    int width = image.getWidth();
    int height = image.getHeight();
    var rgb = new byte[width * height * 3];
    var raster = image.getRaster();
    boolean grey = raster.getNumBands() <= 2 && image.getColorModel().getNumComponents() <= 2;
    if (grey) { // the colour model would apply a gamma to linear grey
      int shift = raster.getSampleModel().getSampleSize(0) - 8;
      int most = (1 << raster.getSampleModel().getSampleSize(0)) - 1;
      var row = new int[width];
      for (int y = 0; y < height; y++) {
        raster.getSamples(0, y, width, 1, 0, row);
        for (int x = 0; x < width; x++) {
          byte value = (byte) (shift >= 0 ? row[x] >> shift : row[x] * 255 / most);
          int at = 3 * (y * width + x);
          rgb[at] = value;
          rgb[at + 1] = value;
          rgb[at + 2] = value;
        }
      }
    } else if (image.getType() == BufferedImage.TYPE_3BYTE_BGR) {
      var bgr = ((DataBufferByte) raster.getDataBuffer()).getData();
      for (int i = 0; i < rgb.length; i += 3) {
        rgb[i] = bgr[i + 2];
        rgb[i + 1] = bgr[i + 1];
        rgb[i + 2] = bgr[i];
      }
    } else {
      var row = new int[width];
      for (int y = 0; y < height; y++) {
        image.getRGB(0, y, width, 1, row, 0, width);
        for (int x = 0; x < width; x++) {
          int at = 3 * (y * width + x);
          rgb[at] = (byte) (row[x] >> 16);
          rgb[at + 1] = (byte) (row[x] >> 8);
          rgb[at + 2] = (byte) row[x];
        }
      }
    }
    return new RgbImage(width, height, rgb);
  }
}
