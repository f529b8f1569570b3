package org.onenip.data;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.util.Locale;
import java.util.function.DoubleUnaryOperator;

/**
 * Which samples of a picture are black and which white, where the format leaves it open: 12 bits
 * come in 16, floating-point numbers as 0…1 or 0…255. It is told by the samples; where these do not
 * tell it, the picture is refused rather than taken for black.
 *
 * @param name of the format, for notes and refusals
 * @param least sample of all colours
 * @param most sample
 */
record SampleRange(String name, double least, double most) {
  private static final double EIGHT_BITS = 255;
  private static final double TWELVE_BITS = 4095;
  private static final double SIXTEEN_BITS = 65535;
  private static final double ROUNDING = 1e-3;

  /** Fewer levels than these of 255 look black. */
  private static final double DARK = 8;

  /** The picture with samples of the usual range, and what was done to them. */
  record Fitted(BufferedImage image, String note) {}

  /**
   * Fits samples of more than eight bits.
   *
   * @param signed whether whole numbers may lie below zero
   * @throws DamagedPicture if the samples do not tell what they mean
   */
  static Fitted fit(BufferedImage image, boolean signed) throws DamagedPicture {
    int type = image.getRaster().getTransferType();
    if (!(image.getColorModel() instanceof ComponentColorModel)
        || type == DataBuffer.TYPE_BYTE && !signed) {
      return new Fitted(image, null);
    }
    var name = name(type, signed);
    var range = of(name, image.getRaster(), colors(image), type == DataBuffer.TYPE_INT && !signed);
    if (type == DataBuffer.TYPE_USHORT) {
      return range.shifted(image);
    }
    return range.eightBits(image, type == DataBuffer.TYPE_INT && !signed);
  }

  private static int colors(BufferedImage image) {
    int bands = image.getRaster().getNumBands();
    return Math.min(bands, image.getColorModel().getNumColorComponents());
  }

  private static String name(int type, boolean signed) {
    return switch (type) {
      case DataBuffer.TYPE_BYTE -> "signed 8-bit";
      case DataBuffer.TYPE_USHORT -> "16-bit";
      case DataBuffer.TYPE_SHORT -> "signed 16-bit";
      case DataBuffer.TYPE_INT -> signed ? "signed 32-bit" : "32-bit";
      case DataBuffer.TYPE_FLOAT -> "32-bit float";
      default -> "64-bit float";
    };
  }

  private static SampleRange of(String name, Raster raster, int colors, boolean unsigned) {
    double least = Double.POSITIVE_INFINITY;
    double most = Double.NEGATIVE_INFINITY;
    var row = new double[raster.getWidth()];
    boolean bytes = raster.getTransferType() == DataBuffer.TYPE_BYTE;
    for (int band = 0; band < colors; band++) {
      for (int y = 0; y < raster.getHeight(); y++) {
        raster.getSamples(0, y, row.length, 1, band, row);
        for (double sample : row) {
          double value = bytes ? (byte) sample : unsigned ? positive(sample) : sample;
          if (Double.isNaN(value)) {
            return new SampleRange(name, Double.NaN, Double.NaN);
          }
          least = Math.min(least, value);
          most = Math.max(most, value);
        }
      }
    }
    return new SampleRange(name, least, most);
  }

  private static double positive(double sample) {
    return sample < 0 ? sample + (1L << Integer.SIZE) : sample;
  }

  /** Sixteen bits stay sixteen: what has fewer is shifted up, so that all goes the same way. */
  private Fitted shifted(BufferedImage image) {
    if (most > TWELVE_BITS || most == 0) {
      return new Fitted(image, null);
    }
    int bits = most <= EIGHT_BITS ? Byte.SIZE : 12;
    var from = image.getRaster();
    var to = from.createCompatibleWritableRaster();
    int colors = colors(image);
    var row = new int[from.getWidth()];
    for (int band = 0; band < from.getNumBands(); band++) {
      for (int y = 0; y < from.getHeight(); y++) {
        from.getSamples(0, y, row.length, 1, band, row);
        for (int x = 0; band < colors && x < row.length; x++) {
          row[x] <<= Short.SIZE - bits;
        }
        to.setSamples(0, y, row.length, 1, band, row);
      }
    }
    var model = image.getColorModel();
    return new Fitted(
        new BufferedImage(model, to, model.isAlphaPremultiplied(), null), note(bits + " bits"));
  }

  private Fitted eightBits(BufferedImage image, boolean unsigned) throws DamagedPicture {
    int colors = colors(image);
    int space = image.getColorModel().getColorSpace().getType();
    if (colors != 1 && space != ColorSpace.TYPE_RGB) {
      throw new DamagedPicture(
          "%s samples of %d colours are not understood".formatted(name, colors));
    }
    var meaning = meaning();
    var picture =
        new BufferedImage(
            image.getWidth(),
            image.getHeight(),
            colors == 1 ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_3BYTE_BGR);
    var row = new double[image.getWidth()];
    for (int band = 0; band < colors; band++) {
      for (int y = 0; y < image.getHeight(); y++) {
        image.getRaster().getSamples(0, y, row.length, 1, band, row);
        for (int x = 0; x < row.length; x++) {
          double value = meaning.scale().applyAsDouble(unsigned ? positive(row[x]) : row[x]);
          row[x] = Math.max(0, Math.min(EIGHT_BITS, value));
        }
        picture.getRaster().setSamples(0, y, row.length, 1, band, row);
      }
    }
    return new Fitted(picture, note(meaning.text()));
  }

  private record Meaning(String text, DoubleUnaryOperator scale) {}

  private Meaning meaning() throws DamagedPicture {
    boolean real = name.endsWith("float");
    if (Double.isNaN(most) || least < (real ? -ROUNDING : 0)) {
      throw unclear();
    }
    if (real && most <= 1 + ROUNDING) {
      return new Meaning("0…1", v -> Math.rint(v * EIGHT_BITS));
    }
    if (real && most < DARK) {
      throw unclear();
    }
    if (most <= EIGHT_BITS) {
      return new Meaning("0…255", Math::rint);
    }
    if (most <= TWELVE_BITS) {
      return new Meaning("12 bits", v -> Math.floor(v / 16));
    }
    if (most <= Short.MAX_VALUE && name.equals("signed 16-bit")) {
      return new Meaning("0…32767", v -> Math.floor(v / 128));
    }
    if (most <= SIXTEEN_BITS) {
      return new Meaning("16 bits", v -> Math.floor(v / 256));
    }
    double bits = name.equals("32-bit") ? 32 : 31;
    if (real || most < DARK * Math.pow(2, bits - Byte.SIZE)) {
      throw unclear();
    }
    return new Meaning(
        "%.0f bits".formatted(bits), v -> Math.floor(v / Math.pow(2, bits - Byte.SIZE)));
  }

  private DamagedPicture unclear() {
    return new DamagedPicture(
        Double.isNaN(most)
            ? "its %s samples are not all numbers".formatted(name)
            : String.format(
                Locale.ROOT,
                "its %s samples lie between %.6g and %.6g, which does not tell what is black and white",
                name,
                least,
                most));
  }

  private String note(String meaning) {
    return "its %s samples, at most %s, were read as %s"
        .formatted(
            name,
            most == Math.rint(most) ? "%.0f".formatted(most) : "%.3g".formatted(most),
            meaning);
  }
}
