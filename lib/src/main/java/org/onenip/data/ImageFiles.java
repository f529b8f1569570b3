package org.onenip.data;

import java.awt.Dimension;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import org.onenip.support.Interruption;
import org.onenip.support.UserError;

/**
 * Reads image files (PNG, JPEG, BMP, TIFF; grey, 16-bit, palette and alpha too). Files are hostile
 * until checked: the size is read from the header before any pixel is.
 */
public final class ImageFiles {
  private static final long MOST_PIXELS = 100_000_000;

  private ImageFiles() {}

  /**
   * Reads an image as eight-bit RGB. Grey is repeated, alpha dropped, 16 bits cut to the upper
   * eight.
   *
   * @throws UserError if the file is missing, no image, truncated, or larger than 100 megapixels
   */
  public static RgbImage read(Path file) {
    return open(file, reader -> toRgb(reader.read(0)));
  }

  /**
   * Reads a mask: every pixel that is not black is anomalous.
   *
   * @throws UserError as {@link #read}
   */
  public static PixelMask readMask(Path file) {
    var image = read(file);
    var flags = new boolean[image.width() * image.height()];
    for (int i = 0; i < flags.length; i++) {
      flags[i] = (image.rgb()[3 * i] | image.rgb()[3 * i + 1] | image.rgb()[3 * i + 2]) != 0;
    }
    return new PixelMask(image.width(), image.height(), flags);
  }

  /**
   * The size that the file's header gives; the pixels are not read.
   *
   * @throws UserError if the file is missing, no image, or larger than 100 megapixels
   */
  public static Dimension size(Path file) {
    return open(file, reader -> new Dimension(reader.getWidth(0), reader.getHeight(0)));
  }

  /** What is taken from a file whose header was checked. */
  private interface Part<T> {
    T of(ImageReader reader) throws IOException;
  }

  private static <T> T open(Path file, Part<T> part) {
    Interruption.check(); // ImageIO would take the file for no image
    if (!Files.isRegularFile(file)) {
      throw new UserError("The image %s does not exist; check the path.".formatted(file));
    }
    try (var stream = ImageIO.createImageInputStream(file.toFile())) {
      var readers = stream == null ? null : ImageIO.getImageReaders(stream);
      if (readers == null || !readers.hasNext()) {
        throw new UserError(
            "%s is no image that can be read (PNG, JPEG, BMP, TIFF); remove or convert it."
                .formatted(file));
      }
      ImageReader reader = readers.next();
      try {
        reader.setInput(stream, true, true);
        long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
        if (pixels > MOST_PIXELS) {
          throw new UserError(
              "%s has %d megapixels, more than the %d allowed; scale it down."
                  .formatted(file, pixels / 1_000_000, MOST_PIXELS / 1_000_000));
        }
        return part.of(reader);
      } finally {
        reader.dispose();
      }
    } catch (IOException | RuntimeException e) {
      if (e instanceof UserError known) {
        throw known;
      }
      throw new UserError(
          "%s is damaged or cut short (%s); replace or remove it.".formatted(file, e.getMessage()),
          e);
    }
  }

  /** The pixels of a decoded image. */
  public static RgbImage toRgb(BufferedImage image) {
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

  /** The pixels as a picture that can be drawn on. */
  public static BufferedImage toBuffered(RgbImage image) {
    var picture = new BufferedImage(image.width(), image.height(), BufferedImage.TYPE_INT_RGB);
    var rgb = image.rgb();
    var row = new int[image.width()];
    for (int y = 0; y < image.height(); y++) {
      for (int x = 0; x < row.length; x++) {
        int at = 3 * (y * row.length + x);
        row[x] = (rgb[at] & 255) << 16 | (rgb[at + 1] & 255) << 8 | rgb[at + 2] & 255;
      }
      picture.setRGB(0, y, row.length, 1, row, 0, row.length);
    }
    return picture;
  }
}
