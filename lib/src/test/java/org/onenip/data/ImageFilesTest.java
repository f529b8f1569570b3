package org.onenip.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.onenip.TestImages;
import org.onenip.support.UserError;

class ImageFilesTest {
  @TempDir Path folder;

  private Path write(BufferedImage image, String format) throws IOException {
    var file = folder.resolve("image." + format);
    assertTrue(ImageIO.write(image, format, file.toFile()), "no writer for " + format);
    return file;
  }

  private static byte[] bytes(int... values) {
    var bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  @Test
  void greyIsRepeated() throws IOException {
    var image = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_GRAY);
    image.getRaster().setSample(0, 0, 0, 7);
    image.getRaster().setSample(1, 0, 0, 200);
    var read = ImageFiles.read(write(image, "png"));
    assertArrayEquals(bytes(7, 7, 7, 200, 200, 200), read.rgb());
  }

  @Test
  void sixteenBitsAreCutToTheUpperEight() throws IOException {
    var image = new BufferedImage(2, 1, BufferedImage.TYPE_USHORT_GRAY);
    image.getRaster().setSample(0, 0, 0, 0x12FF);
    image.getRaster().setSample(1, 0, 0, 0xFE01);
    var read = ImageFiles.read(write(image, "png"));
    assertArrayEquals(bytes(0x12, 0x12, 0x12, 0xFE, 0xFE, 0xFE), read.rgb());
  }

  @Test
  void palettesAreLookedUp() throws IOException {
    var palette =
        new IndexColorModel(8, 2, bytes(10, 250), bytes(20, 100), bytes(30, 0)); // two colours
    var image = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_INDEXED, palette);
    image.getRaster().setSample(1, 0, 0, 1);
    var read = ImageFiles.read(write(image, "png"));
    assertArrayEquals(bytes(10, 20, 30, 250, 100, 0), read.rgb());
  }

  @Test
  void alphaIsDropped() throws IOException {
    var image = new BufferedImage(1, 1, BufferedImage.TYPE_INT_ARGB);
    image.setRGB(0, 0, new Color(10, 20, 30, 128).getRGB());
    assertArrayEquals(bytes(10, 20, 30), ImageFiles.read(write(image, "png")).rgb());
  }

  @ParameterizedTest
  @ValueSource(strings = {"bmp", "tiff", "jpg"})
  void otherFormatsAreRead(String format) throws IOException {
    var read = ImageFiles.read(write(TestImages.stripes(24, Color.ORANGE, 1), format));
    assertEquals(24, read.width());
    assertTrue((read.rgb()[0] & 255) > 150, "red of orange");
  }

  @Test
  void onePixelIsAnImage() throws IOException {
    var image = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB);
    image.setRGB(0, 0, 0x102030);
    var read = ImageFiles.read(write(image, "png"));
    var enlarged = PilResize.bilinear(read, 32, 32);
    assertEquals(0x10, enlarged.rgb()[0]);
    assertEquals(0x30, enlarged.rgb()[3 * 32 * 32 - 1]);
  }

  private static void refused(Path file) {
    var error = assertThrows(UserError.class, () -> ImageFiles.read(file));
    assertTrue(error.getMessage().contains(file.toString()), error.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "jpg", "bmp"})
  void truncatedFilesAreRefusedByName(String format) throws IOException {
    var file = write(TestImages.stripes(64, Color.GREEN, 2), format);
    var whole = Files.readAllBytes(file);
    for (int length : new int[] {0, 20, whole.length / 2}) {
      Files.write(file, Arrays.copyOf(whole, length));
      refused(file);
    }
  }

  @Test
  void whatIsNoImageIsRefused() throws IOException {
    var file = folder.resolve("notes.png");
    Files.writeString(file, "no picture");
    refused(file);
    refused(folder.resolve("missing.png"));
  }

  @Test
  void hugeSizesAreRefusedBeforeAnyPixelIsRead() throws IOException {
    var header = ByteBuffer.allocate(13).putInt(100_000).putInt(100_000).put(bytes(8, 2, 0, 0, 0));
    var chunk = new ByteArrayOutputStream();
    chunk.write(bytes('I', 'H', 'D', 'R'));
    chunk.write(header.array());
    var crc = new CRC32();
    crc.update(chunk.toByteArray());
    var out = new ByteArrayOutputStream();
    out.write(bytes(0x89, 'P', 'N', 'G', 13, 10, 26, 10));
    out.write(ByteBuffer.allocate(4).putInt(13).array());
    out.write(chunk.toByteArray());
    out.write(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
    var file = folder.resolve("bomb.png");
    Files.write(file, out.toByteArray());
    refused(file);
  }
}
