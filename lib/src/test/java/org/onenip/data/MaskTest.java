package org.onenip.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.onenip.TestImages;
import org.onenip.support.UserError;

/** What drawing programs, labelling tools and scripts write as a mask. */
class MaskTest {
  private static final int SIDE = 32;

  @TempDir Path folder;

  /** Anomalous in the upper left quarter. */
  private static boolean marked(int x, int y) {
    return x < SIDE / 2 && y < SIDE / 2;
  }

  private interface Pixel {
    int at(boolean marked);
  }

  private static byte[] png(int type, Pixel pixel) throws IOException {
    var image = new BufferedImage(SIDE, SIDE, type);
    for (int y = 0; y < SIDE; y++) {
      for (int x = 0; x < SIDE; x++) {
        image.setRGB(x, y, pixel.at(marked(x, y)));
      }
    }
    return HandmadeFiles.written(image, "png");
  }

  private static byte[] grey(int type, int value) throws IOException {
    var image = new BufferedImage(SIDE, SIDE, type);
    for (int y = 0; y < SIDE; y++) {
      for (int x = 0; x < SIDE; x++) {
        image.getRaster().setSample(x, y, 0, marked(x, y) ? value : 0);
      }
    }
    return HandmadeFiles.written(image, "png");
  }

  private static byte[] palette() throws IOException {
    var colors = new byte[] {0, 0, (byte) 200};
    var model = new IndexColorModel(8, 3, colors, colors, colors);
    var image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_BYTE_INDEXED, model);
    for (int y = 0; y < SIDE; y++) {
      for (int x = 0; x < SIDE; x++) {
        image.getRaster().setSample(x, y, 0, marked(x, y) ? 2 : (x + y) % 2);
      }
    }
    return HandmadeFiles.written(image, "png");
  }

  private static byte[] tiff(int bits, int format, long one) {
    var samples = new long[SIDE * SIDE];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = marked(i % SIDE, i / SIDE) ? one : 0;
    }
    return HandmadeFiles.tiff(
        SIDE, SIDE, bits, 1, format, 1, HandmadeFiles.whole(bits / 8, samples));
  }

  private static byte[] jpeg() throws IOException {
    var image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_BYTE_GRAY);
    for (int y = 0; y < SIDE / 2; y++) {
      for (int x = 0; x < SIDE / 2; x++) {
        image.getRaster().setSample(x, y, 0, 255);
      }
    }
    return HandmadeFiles.written(image, "jpg");
  }

  static Stream<Arguments> masks() throws IOException {
    int argb = BufferedImage.TYPE_INT_ARGB;
    return Stream.of(
        Arguments.of("8 bits, 0 and 255", grey(BufferedImage.TYPE_BYTE_GRAY, 255)),
        Arguments.of("8 bits, 0 and 1", grey(BufferedImage.TYPE_BYTE_GRAY, 1)),
        Arguments.of("16 bits, 0 and 1", grey(BufferedImage.TYPE_USHORT_GRAY, 1)),
        Arguments.of("16 bits, 0 and 65535", grey(BufferedImage.TYPE_USHORT_GRAY, 65535)),
        Arguments.of("one bit", png(BufferedImage.TYPE_BYTE_BINARY, m -> m ? -1 : 0xFF000000)),
        Arguments.of("palette", palette()),
        Arguments.of("float, 0 and 1", tiff(32, 3, Float.floatToIntBits(1))),
        Arguments.of("double, 0 and 1", tiff(64, 3, Double.doubleToLongBits(1))),
        Arguments.of("float, 0 and 255", tiff(32, 3, Float.floatToIntBits(255))),
        Arguments.of("signed 16 bits, 0 and 1", tiff(16, 2, 1)),
        Arguments.of("signed 16 bits, 0 and -1", tiff(16, 2, -1)),
        Arguments.of("32 bits, 0 and 1", tiff(32, 1, 1)),
        Arguments.of("coloured", png(BufferedImage.TYPE_INT_RGB, m -> m ? 0x000100 : 0)),
        Arguments.of("alpha alone, black", png(argb, m -> m ? 0xFF000000 : 0)),
        Arguments.of("alpha alone, white", png(argb, m -> m ? -1 : 0x00FFFFFF)),
        Arguments.of("half transparent", png(argb, m -> m ? 0x80FF0000 : 0x00FF0000)),
        Arguments.of("alpha says nothing", png(argb, m -> m ? -1 : 0xFF000000)),
        Arguments.of("JPEG", jpeg()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("masks")
  void whatIsNeitherBlackNorTransparentIsMarked(String name, byte[] bytes) throws IOException {
    var mask = ImageFiles.readMask(Files.write(folder.resolve("mask"), bytes));
    for (int y = 0; y < SIDE; y++) {
      for (int x = 0; x < SIDE; x++) {
        assertEquals(marked(x, y), mask.anomalous()[y * SIDE + x], x + ", " + y);
      }
    }
  }

  /** Off the grid of its blocks a JPEG has a rim of grey around all that is white. */
  @Test
  void theRimOfAJpegMaskIsNotMarked() throws IOException {
    var image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_BYTE_GRAY);
    for (int y = 5; y < 19; y++) {
      for (int x = 3; x < 22; x++) {
        image.getRaster().setSample(x, y, 0, 255);
      }
    }
    var file = Files.write(folder.resolve("mask.jpg"), HandmadeFiles.written(image, "jpg"));
    var mask = ImageFiles.readMask(file);
    var grey = ImageFiles.read(file);
    int rim = 0;
    for (int i = 0; i < SIDE * SIDE; i++) {
      int x = i % SIDE;
      int y = i / SIDE;
      boolean white = x >= 3 && x < 22 && y >= 5 && y < 19;
      assertEquals(white, mask.anomalous()[i], x + ", " + y);
      rim += !white && grey.rgb()[3 * i] != 0 ? 1 : 0;
    }
    assertTrue(rim > 50, "pixels of the rim: " + rim);
  }

  @Test
  void nothingDrawnMarksNothing() throws IOException {
    for (int color : new int[] {0x00FFFFFF, 0, 0xFF000000}) {
      var file =
          Files.write(
              folder.resolve("mask.png"), png(BufferedImage.TYPE_INT_ARGB, marked -> color));
      for (boolean pixel : ImageFiles.readMask(file).anomalous()) {
        assertFalse(pixel);
      }
    }
  }

  /** Stored 24 × 16 and lying on its side, seen 16 × 24. */
  private Path photograph(int orientation) throws IOException {
    var image = new BufferedImage(24, 16, BufferedImage.TYPE_INT_RGB);
    return Files.write(
        folder.resolve("photo.jpg"),
        HandmadeFiles.jpegWithExif(
            HandmadeFiles.written(image, "jpg"), HandmadeFiles.exif(orientation)));
  }

  private Path dot(String name, int width, int height, int x, int y) {
    var image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
    image.getRaster().setSample(x, y, 0, 255);
    var file = folder.resolve(name);
    TestImages.write(image, file);
    return file;
  }

  @Test
  void aMaskOfTheSizeThatIsSeenIsTakenAsItIs() throws IOException {
    var read = SampleMask.read(dot("mask.png", 16, 24, 3, 5), photograph(6));
    assertTrue(read.mask().anomalous()[5 * 16 + 3]);
    assertEquals(0, read.notes().size());
  }

  /** Drawn by a program that passes orientations over: it is turned as its image is. */
  @Test
  void aMaskOfTheSizeThatIsStoredIsTurnedWithItsImage() throws IOException {
    var read = SampleMask.read(dot("mask.png", 24, 16, 3, 5), photograph(6));
    assertEquals(16, read.mask().width());
    assertTrue(read.mask().anomalous()[3 * 16 + (15 - 5)]);
    assertTrue(read.notes().get(0).contains("turned with it"), read.notes().toString());
  }

  @Test
  void whereBothSizesAreOneTheMaskIsTakenAsItIsAndItIsSaid() throws IOException {
    var read = SampleMask.read(dot("mask.png", 24, 16, 3, 5), photograph(3));
    assertTrue(read.mask().anomalous()[5 * 24 + 3]);
    assertTrue(read.notes().get(0).contains("taken as it is"), read.notes().toString());
  }

  @Test
  void aMaskOfAnotherSizeIsRefused() throws IOException {
    var mask = dot("mask.png", 25, 16, 3, 5);
    var photo = photograph(6);
    var error = assertThrows(UserError.class, () -> SampleMask.read(mask, photo));
    assertTrue(error.getMessage().contains("25×16 but its image 16×24"), error.getMessage());
  }

  @Test
  void theMasksInAFolderCountTogether() throws IOException {
    dot("masks/000.png", 16, 24, 3, 5);
    dot("masks/001.png", 16, 24, 9, 20);
    var photo = photograph(6);
    var sample = new Sample(photo, "plate", "spot", Optional.of(folder.resolve("masks")));
    var mask = SampleMask.read(sample.mask().orElseThrow(), photo);
    assertTrue(mask.mask().anomalous()[5 * 16 + 3]);
    assertTrue(mask.mask().anomalous()[20 * 16 + 9]);
    assertEquals(2.0 / (16 * 24), mask.mask().share(), 1e-12);
    assertTrue(new SampleImages(32).mask(sample).isPresent());
  }

  @Test
  void theFoldersOfMvtecLocoAreFound() {
    var root = folder.resolve("loco");
    TestImages.oneClass(root.resolve("plate"), 12, Color.GREEN, 3);
    var truth = root.resolve("plate/ground_truth");
    TestImages.write(TestImages.stripes(12, Color.WHITE, 1), truth.resolve("logical/000/000.png"));
    TestImages.write(TestImages.stripes(12, Color.WHITE, 2), truth.resolve("logical/000/001.png"));
    TestImages.write(
        TestImages.stripes(12, Color.RED, 3), root.resolve("plate/test/logical/000.png"));
    var listing = DataSets.list(root.toString(), new Silence());
    var sample =
        listing.test().stream().filter(s -> s.kind().equals("logical")).findFirst().orElseThrow();
    assertEquals(Optional.of(truth.resolve("logical/000")), sample.mask());
    assertEquals(0, listing.looseMasks().size());
    assertEquals(0, listing.missingFiles().size());
    assertEquals(0, listing.unused().size());
  }
}
