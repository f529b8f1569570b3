package org.onenip.report;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/**
 * Writes PNG files fast: every row as its difference from the row above (filter "up"), deflated at
 * the fastest level. For maps and their overlays that takes a third of the time of ImageIO's writer
 * and gives smaller files, since that one leaves 16-bit rows as they are.
 */
public final class Png {
  private static final byte[] SIGNATURE = {(byte) 137, 'P', 'N', 'G', '\r', '\n', 26, '\n'};
  private static final int GREY = 0;
  private static final int RGB = 2;
  private static final int UP = 2;

  private Png() {}

  /**
   * Writes a picture.
   *
   * @param picture 16-bit grey ({@code TYPE_USHORT_GRAY}) or eight-bit RGB without alpha
   */
  public static void write(BufferedImage picture, OutputStream out) throws IOException {
    boolean grey = picture.getType() == BufferedImage.TYPE_USHORT_GRAY;
    if (!grey && picture.getRaster().getNumBands() != 3) {
      throw new IllegalArgumentException("neither 16-bit grey nor RGB");
    }
    var header = new ByteArrayOutputStream();
    var fields = new DataOutputStream(header);
    fields.writeInt(picture.getWidth());
    fields.writeInt(picture.getHeight());
    fields.write(new byte[] {(byte) (grey ? 16 : 8), (byte) (grey ? GREY : RGB), 0, 0, 0});
    var file = new DataOutputStream(out);
    file.write(SIGNATURE);
    chunk(file, "IHDR", header.toByteArray());
    chunk(file, "IDAT", pixels(picture, grey));
    chunk(file, "IEND", new byte[0]);
    file.flush();
  }

  private static byte[] pixels(BufferedImage picture, boolean grey) throws IOException {
    var raster = picture.getRaster();
    int width = picture.getWidth();
    int samples = width * raster.getNumBands();
    var row = new int[samples];
    var above = new byte[grey ? 2 * samples : samples];
    var line = new byte[above.length + 1];
    line[0] = UP;
    var bytes = new ByteArrayOutputStream();
    var deflater = new Deflater(Deflater.BEST_SPEED);
    try (var deflated = new DeflaterOutputStream(bytes, deflater, 1 << 14)) {
      for (int y = 0; y < picture.getHeight(); y++) {
        raster.getPixels(0, y, width, 1, row);
        for (int i = 0; i < above.length; i++) {
          byte value = (byte) (!grey ? row[i] : i % 2 == 0 ? row[i / 2] >> 8 : row[i / 2]);
          line[i + 1] = (byte) (value - above[i]);
          above[i] = value;
        }
        deflated.write(line);
      }
    } finally {
      deflater.end();
    }
    return bytes.toByteArray();
  }

  private static void chunk(DataOutputStream file, String name, byte[] content) throws IOException {
    var type = name.getBytes(StandardCharsets.US_ASCII);
    var checksum = new CRC32();
    checksum.update(type);
    checksum.update(content);
    file.writeInt(content.length);
    file.write(type);
    file.write(content);
    file.writeInt((int) checksum.getValue());
  }
}
