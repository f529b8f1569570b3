package org.onenip.data;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;

/** Image files byte by byte, for what no writer at hand writes. */
public final class HandmadeFiles {
  private static final int BLACK_IS_ZERO = 1;
  private static final int RGB = 2;
  private static final int CMYK = 5;

  private HandmadeFiles() {}

  /** What a writer of ImageIO makes. */
  public static byte[] written(BufferedImage image, String format) throws IOException {
    var out = new ByteArrayOutputStream();
    if (!ImageIO.write(image, format, out)) {
      throw new IllegalArgumentException("no writer for " + format);
    }
    return out.toByteArray();
  }

  /** EXIF data with an orientation alone. */
  public static byte[] exif(int orientation) {
    return ByteBuffer.allocate(26)
        .put("MM\0*".getBytes(StandardCharsets.US_ASCII))
        .putInt(8)
        .putShort((short) 1)
        .putShort((short) 274)
        .putShort((short) 3)
        .putInt(1)
        .putShort((short) orientation)
        .putShort((short) 0)
        .putInt(0)
        .array();
  }

  /** A JPEG file with EXIF data after its first two bytes. */
  public static byte[] jpegWithExif(byte[] jpeg, byte[] exif) {
    var segment =
        ByteBuffer.allocate(10 + exif.length)
            .putShort((short) 0xFFE1)
            .putShort((short) (8 + exif.length))
            .put("Exif\0\0".getBytes(StandardCharsets.US_ASCII))
            .put(exif)
            .array();
    return inserted(jpeg, 2, segment);
  }

  /** A PNG file with one more chunk after its header. */
  public static byte[] pngWith(byte[] png, String name, byte[] data) {
    var chunk = ByteBuffer.allocate(12 + data.length);
    chunk.putInt(data.length).put(name.getBytes(StandardCharsets.US_ASCII)).put(data);
    var crc = new CRC32();
    crc.update(chunk.array(), 4, 4 + data.length);
    return inserted(png, 33, chunk.putInt((int) crc.getValue()).array());
  }

  static byte[] inserted(byte[] file, int at, byte[] more) {
    return ByteBuffer.allocate(file.length + more.length)
        .put(file, 0, at)
        .put(more)
        .put(file, at, file.length - at)
        .array();
  }

  /**
   * An uncompressed TIFF file of one strip.
   *
   * @param bits of a sample
   * @param bands samples a pixel: grey, RGB or CMYK
   * @param format 1 unsigned, 2 signed, 3 floating point
   * @param samples in little-endian order
   */
  public static byte[] tiff(
      int width, int height, int bits, int bands, int format, int orientation, byte[] samples) {
    int[][] tags = {
      {256, 4, width},
      {257, 4, height},
      {258, 3, bits},
      {259, 3, 1},
      {262, 3, bands == 4 ? CMYK : bands == 3 ? RGB : BLACK_IS_ZERO},
      {273, 4, 0},
      {274, 3, orientation},
      {277, 3, bands},
      {278, 4, height},
      {279, 4, samples.length},
      {284, 3, 1},
      {339, 3, format}
    };
    int lists = 8 + 2 + 12 * tags.length + 4;
    int pixels = lists + 4 * bands;
    var out = ByteBuffer.allocate(pixels + samples.length).order(ByteOrder.LITTLE_ENDIAN);
    out.put("II*\0".getBytes(StandardCharsets.US_ASCII)).putInt(8).putShort((short) tags.length);
    for (var tag : tags) {
      boolean each = tag[0] == 258 || tag[0] == 339; // one value a band
      int count = each ? bands : 1;
      out.putShort((short) tag[0]).putShort((short) tag[1]).putInt(count);
      if (count > 2) {
        out.putInt(lists + (tag[0] == 258 ? 0 : 2 * bands));
      } else if (tag[1] == 3) {
        out.putShort((short) tag[2]).putShort((short) (count == 2 ? tag[2] : 0));
      } else {
        out.putInt(tag[0] == 273 ? pixels : tag[2]);
      }
    }
    out.putInt(0);
    for (int i = 0; i < 2 * bands; i++) {
      out.putShort((short) (i < bands ? bits : format));
    }
    return out.put(samples).array();
  }

  /** Floats in little-endian order. */
  public static byte[] floats(float... values) {
    var out = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    out.asFloatBuffer().put(values);
    return out.array();
  }

  /** The same of doubles. */
  public static byte[] doubles(double... values) {
    var out = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    out.asDoubleBuffer().put(values);
    return out.array();
  }

  /** The lower bytes of whole numbers, in little-endian order. */
  public static byte[] whole(int bytes, long... values) {
    var out = ByteBuffer.allocate(bytes * values.length);
    for (long value : values) {
      for (int i = 0; i < bytes; i++) {
        out.put((byte) (value >> 8 * i));
      }
    }
    return out.array();
  }

  /**
   * A lossless WebP file of two colours.
   *
   * @param bright row by row, which pixels are (0, 255, 0); the others are black
   * @param exif may be null
   */
  public static byte[] webp(int width, int height, boolean[] bright, byte[] exif) {
    var bits = new Bits();
    bits.put(0x2F, 8).put(width - 1, 14).put(height - 1, 14).put(0, 1).put(0, 3);
    bits.put(0, 1).put(0, 1).put(0, 1); // no transform, no colour cache, one set of codes
    bits.put(1, 1).put(1, 1).put(1, 1).put(0, 8).put(255, 8); // green: 0 or 255
    bits.put(1, 1).put(0, 1).put(1, 1).put(0, 8); // red 0
    bits.put(1, 1).put(0, 1).put(1, 1).put(0, 8); // blue 0
    bits.put(1, 1).put(0, 1).put(1, 1).put(255, 8); // alpha 255
    bits.put(1, 1).put(0, 1).put(0, 1).put(0, 1); // no distances
    for (boolean pixel : bright) {
      bits.put(pixel ? 1 : 0, 1);
    }
    var image = bits.bytes();
    var body = ByteBuffer.allocate(200 + image.length).order(ByteOrder.LITTLE_ENDIAN);
    body.put("WEBP".getBytes(StandardCharsets.US_ASCII));
    if (exif != null) {
      body.put("VP8X".getBytes(StandardCharsets.US_ASCII)).putInt(10).put((byte) 8);
      body.put(new byte[3]).put(whole(3, width - 1, height - 1));
    }
    chunk(body, "VP8L", image);
    if (exif != null) {
      chunk(body, "EXIF", exif);
    }
    var out = ByteBuffer.allocate(8 + body.position()).order(ByteOrder.LITTLE_ENDIAN);
    out.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(body.position());
    return out.put(body.array(), 0, body.position()).array();
  }

  private static void chunk(ByteBuffer body, String name, byte[] data) {
    body.put(name.getBytes(StandardCharsets.US_ASCII)).putInt(data.length).put(data);
    if (data.length % 2 == 1) {
      body.put((byte) 0);
    }
  }

  /** Bits from the lowest on. */
  private static final class Bits {
    private byte[] bytes = new byte[16];
    private int count;

    Bits put(int value, int bits) {
      for (int i = 0; i < bits; i++, count++) {
        if (count / 8 == bytes.length) {
          bytes = Arrays.copyOf(bytes, 2 * bytes.length);
        }
        bytes[count / 8] |= (byte) ((value >> i & 1) << count % 8);
      }
      return this;
    }

    byte[] bytes() {
      return Arrays.copyOf(bytes, (count + 7) / 8);
    }
  }
}
