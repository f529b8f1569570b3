package org.onenip.report;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PngTest {
  private static final int WIDTH = 37;
  private static final int HEIGHT = 23;

  @ParameterizedTest
  @ValueSource(
      ints = {
        BufferedImage.TYPE_USHORT_GRAY,
        BufferedImage.TYPE_INT_RGB,
        BufferedImage.TYPE_3BYTE_BGR
      })
  void anotherReaderFindsEveryPixel(int type) throws IOException {
    var picture = new BufferedImage(WIDTH, HEIGHT, type);
    int most = type == BufferedImage.TYPE_USHORT_GRAY ? 65536 : 256;
    var random = new Random(1);
    int samples = WIDTH * HEIGHT * picture.getRaster().getNumBands();
    var pixels = random.ints(samples, 0, most).toArray();
    picture.getRaster().setPixels(0, 0, WIDTH, HEIGHT, pixels);
    var bytes = new ByteArrayOutputStream();
    Png.write(picture, bytes);
    var read = ImageIO.read(new ByteArrayInputStream(bytes.toByteArray())).getRaster();
    assertEquals(WIDTH, read.getWidth());
    assertEquals(HEIGHT, read.getHeight());
    assertArrayEquals(pixels, read.getPixels(0, 0, WIDTH, HEIGHT, (int[]) null));
  }

  @ParameterizedTest
  @ValueSource(ints = {BufferedImage.TYPE_INT_ARGB, BufferedImage.TYPE_BYTE_GRAY})
  void otherPicturesAreRefused(int type) {
    var picture = new BufferedImage(WIDTH, HEIGHT, type);
    assertThrows(
        IllegalArgumentException.class, () -> Png.write(picture, new ByteArrayOutputStream()));
  }
}
