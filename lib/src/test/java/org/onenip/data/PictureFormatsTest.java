package org.onenip.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.Dimension;
import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.onenip.TestImages;
import org.onenip.support.UserError;

/** What people's cameras and programs write: turned, damaged, of odd samples, large. */
class PictureFormatsTest {
  private static final int WIDTH = 48;
  private static final int HEIGHT = 32;

  @TempDir Path folder;

  private Path file(String name, byte[] bytes) throws IOException {
    return Files.write(folder.resolve(name), bytes);
  }

  /** Bright in its upper left quarter as it is to be seen, 48 × 32. */
  private static boolean bright(int x, int y) {
    return x < WIDTH / 2 && y < HEIGHT / 2;
  }

  /** Where the pixel that is seen at (x, y) is stored, by the table of the TIFF specification. */
  private static int[] stored(int orientation, int x, int y) {
    int right = WIDTH - 1 - x;
    int under = HEIGHT - 1 - y;
    return switch (orientation) {
      case 1 -> new int[] {x, y};
      case 2 -> new int[] {right, y};
      case 3 -> new int[] {right, under};
      case 4 -> new int[] {x, under};
      case 5 -> new int[] {y, x};
      case 6 -> new int[] {y, right}; // its first row is seen on the right
      case 7 -> new int[] {under, right};
      default -> new int[] {under, x}; // its first row is seen on the left, from below
    };
  }

  private static BufferedImage storedPicture(int orientation) {
    boolean swapped = orientation > 4;
    var image =
        new BufferedImage(
            swapped ? HEIGHT : WIDTH, swapped ? WIDTH : HEIGHT, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        var at = stored(orientation, x, y);
        image.setRGB(at[0], at[1], bright(x, y) ? 0x00FF00 : 0);
      }
    }
    return image;
  }

  private static void seenUpright(Path file) {
    assertEquals(new Dimension(WIDTH, HEIGHT), ImageFiles.size(file));
    var image = ImageFiles.read(file);
    var mask = ImageFiles.readMask(file);
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        int green = image.rgb()[3 * (y * WIDTH + x) + 1] & 255;
        assertEquals(bright(x, y), green > 127, "%s at %d, %d".formatted(file, x, y));
        assertEquals(bright(x, y), mask.anomalous()[y * WIDTH + x]);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void everyOrientationIsSeenUprightInEveryFormatThatHasIt(int orientation) throws IOException {
    var picture = storedPicture(orientation);
    var exif = HandmadeFiles.exif(orientation);
    var jpeg = HandmadeFiles.written(picture, "jpg");
    seenUpright(file("a.jpg", HandmadeFiles.jpegWithExif(jpeg, exif)));
    var png = HandmadeFiles.written(picture, "png");
    seenUpright(file("a.png", HandmadeFiles.pngWith(png, "eXIf", exif)));
    var flags = new boolean[WIDTH * HEIGHT];
    var samples = new byte[flags.length];
    for (int i = 0; i < flags.length; i++) {
      int color = picture.getRGB(i % picture.getWidth(), i / picture.getWidth());
      flags[i] = (color & 0xFFFFFF) != 0;
      samples[i] = (byte) (flags[i] ? 255 : 0);
    }
    int width = picture.getWidth();
    int height = picture.getHeight();
    seenUpright(file("a.tif", HandmadeFiles.tiff(width, height, 8, 1, 1, orientation, samples)));
    seenUpright(file("a.webp", HandmadeFiles.webp(width, height, flags, exif)));
  }

  @Test
  void noTagOrANonsensicalOneLeavesAPictureAsItIs() throws IOException {
    var jpeg = HandmadeFiles.written(storedPicture(1), "jpg");
    seenUpright(file("plain.JPE", jpeg));
    for (int tag : new int[] {0, 9, 65535}) {
      seenUpright(file("a.jpg", HandmadeFiles.jpegWithExif(jpeg, HandmadeFiles.exif(tag))));
    }
    var broken = Arrays.copyOf(HandmadeFiles.exif(6), 12);
    seenUpright(file("b.jpg", HandmadeFiles.jpegWithExif(jpeg, broken)));
  }

  @Test
  void webpAndGifAreRead() throws IOException {
    seenUpright(file("a.gif", HandmadeFiles.written(storedPicture(1), "gif")));
    var flags = new boolean[] {true, false, false};
    var image = ImageFiles.read(file("a.webp", HandmadeFiles.webp(3, 1, flags, null)));
    assertArrayEquals(new byte[] {0, -1, 0, 0, 0, 0, 0, 0, 0}, image.rgb());
  }

  @Test
  void aPictureFromAStreamIsTheSame() throws IOException {
    var jpeg =
        HandmadeFiles.jpegWithExif(
            HandmadeFiles.written(storedPicture(6), "jpg"), HandmadeFiles.exif(6));
    var image = ImageFiles.read(new ByteArrayInputStream(jpeg), "upload");
    assertArrayEquals(ImageFiles.read(file("a.jpg", jpeg)).rgb(), image.rgb());
  }

  /** Red of the pixels in a row. */
  private int[] reds(byte[] tiff) throws IOException {
    var rgb = ImageFiles.read(file("samples.tif", tiff)).rgb();
    var reds = new int[rgb.length / 3];
    for (int i = 0; i < reds.length; i++) {
      reds[i] = rgb[3 * i] & 255;
    }
    return reds;
  }

  private static byte[] tiff(int bits, int format, byte[] samples) {
    return HandmadeFiles.tiff(samples.length * 8 / bits, 1, bits, 1, format, 1, samples);
  }

  static Stream<Arguments> samples() {
    return Stream.of(
        Arguments.of(
            "float 0…1", tiff(32, 3, HandmadeFiles.floats(0, 0.2f, 1)), new int[] {0, 51, 255}),
        Arguments.of(
            "float 0…255", tiff(32, 3, HandmadeFiles.floats(0, 51, 200)), new int[] {0, 51, 200}),
        Arguments.of(
            "float 0…65535",
            tiff(32, 3, HandmadeFiles.floats(0, 0x1234, 0xFEDC)),
            new int[] {0, 0x12, 0xFE}),
        Arguments.of(
            "double 0…1", tiff(64, 3, HandmadeFiles.doubles(0, 0.2, 1)), new int[] {0, 51, 255}),
        Arguments.of(
            "8 bits in signed 16",
            tiff(16, 2, HandmadeFiles.whole(2, 0, 107, 164)),
            new int[] {0, 107, 164}),
        Arguments.of(
            "signed 16",
            tiff(16, 2, HandmadeFiles.whole(2, 0, 0x2000, 0x7FFF)),
            new int[] {0, 64, 255}),
        Arguments.of(
            "signed 32, 16 bits",
            tiff(32, 2, HandmadeFiles.whole(4, 0, 0x2000, 0xFFFF)),
            new int[] {0, 32, 255}),
        Arguments.of(
            "unsigned 32",
            tiff(32, 1, HandmadeFiles.whole(4, 0, 0x20000000L, 0xFFFFFFFFL)),
            new int[] {0, 32, 255}),
        Arguments.of(
            "12 bits in 16",
            tiff(16, 1, HandmadeFiles.whole(2, 0, 0x800, 0xFFF)),
            new int[] {0, 128, 255}),
        Arguments.of(
            "8 bits in 16",
            tiff(16, 1, HandmadeFiles.whole(2, 0, 100, 200)),
            new int[] {0, 100, 200}),
        Arguments.of(
            "16 bits",
            tiff(16, 1, HandmadeFiles.whole(2, 0, 0x12FF, 0xFE01)),
            new int[] {0, 0x12, 0xFE}));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("samples")
  void samplesAreReadAsTheyAreMeant(String name, byte[] file, int[] expected) throws IOException {
    assertArrayEquals(expected, reds(file));
  }

  @Test
  void floatsOfThreeColorsToo() throws IOException {
    var tiff = HandmadeFiles.tiff(1, 1, 32, 3, 3, 1, HandmadeFiles.floats(0.2f, 0.4f, 1));
    var rgb = ImageFiles.read(file("color.tif", tiff)).rgb();
    assertArrayEquals(new byte[] {51, 102, -1}, rgb);
  }

  @Test
  void inksAreReadAsColors() throws IOException {
    var inks = HandmadeFiles.whole(1, 0, 0, 0, 0, 0, 0, 0, 255, 255, 0, 0, 0);
    var rgb = ImageFiles.read(file("inks.tif", HandmadeFiles.tiff(3, 1, 8, 4, 1, 1, inks))).rgb();
    assertTrue((rgb[0] & 255) > 250 && (rgb[1] & 255) > 250, "paper is white");
    assertTrue((rgb[3] & 255) < 60, "black is dark");
    assertTrue((rgb[6] & 255) < 60 && (rgb[8] & 255) > 150, "cyan is no red");
  }

  /** Three bytes hold two samples. */
  @Test
  void twelveBitsThatArePackedAreRead() throws IOException {
    var packed = new byte[] {0, 0x08, 0, (byte) 0xFF, (byte) 0xF0, 0};
    var file = file("packed.tif", HandmadeFiles.tiff(4, 1, 12, 1, 1, 1, packed));
    var rgb = ImageFiles.read(file).rgb();
    assertArrayEquals(new byte[] {0, 0, 0, -128, -128, -128, -1, -1, -1, 0, 0, 0}, rgb);
  }

  @Test
  void twelveBitsInSixteenOfColorsAndBesideAlpha() throws IOException {
    var model =
        new ComponentColorModel(
            ColorSpace.getInstance(ColorSpace.CS_GRAY),
            true,
            false,
            Transparency.TRANSLUCENT,
            DataBuffer.TYPE_USHORT);
    var image = new BufferedImage(model, model.createCompatibleWritableRaster(2, 1), false, null);
    image.getRaster().setPixel(0, 0, new int[] {0x800, 0xFFFF});
    image.getRaster().setPixel(1, 0, new int[] {0x100, 0});
    var grey = ImageFiles.look(file("grey.png", HandmadeFiles.written(image, "png")));
    assertArrayEquals(new byte[] {-128, -128, -128, 16, 16, 16}, grey.image().rgb());
    assertTrue(grey.notes().get(0).contains("12 bits"), grey.notes().toString());
    var color = HandmadeFiles.tiff(1, 1, 16, 3, 1, 1, HandmadeFiles.whole(2, 0x400, 0x800, 0xF00));
    var rgb = ImageFiles.read(file("color.tif", color)).rgb();
    assertEquals(64, rgb[0] & 255, 1);
    assertEquals(128, rgb[1] & 255, 1);
    assertEquals(240, rgb[2] & 255, 1);
  }

  static Stream<Arguments> unclear() {
    return Stream.of(
        Arguments.of("32-bit float", tiff(32, 3, HandmadeFiles.floats(-0.5f, 0.5f))),
        Arguments.of("32-bit float", tiff(32, 3, HandmadeFiles.floats(0, 2.5f))),
        Arguments.of("32-bit float", tiff(32, 3, HandmadeFiles.floats(0, Float.NaN))),
        Arguments.of("32-bit float", tiff(32, 3, HandmadeFiles.floats(0, 1e9f))),
        Arguments.of("signed 16-bit", tiff(16, 2, HandmadeFiles.whole(2, -5, 100))),
        Arguments.of("signed 8-bit", tiff(8, 2, HandmadeFiles.whole(1, -5, 100))),
        Arguments.of("32-bit", tiff(32, 1, HandmadeFiles.whole(4, 0, 100_000))));
  }

  /** Never silently black. */
  @ParameterizedTest(name = "{0} {index}")
  @MethodSource("unclear")
  void samplesThatDoNotTellWhatTheyMeanAreRefusedByTheirFormat(String format, byte[] tiff)
      throws IOException {
    var message = refused(file("unclear.tif", tiff));
    assertTrue(message.contains(format), message);
  }

  private static String refused(Path file) {
    var message = assertThrows(UserError.class, () -> ImageFiles.read(file)).getMessage();
    assertTrue(message.contains(file.toString()), message);
    assertTrue(message.length() <= 500, message);
    assertTrue(!message.contains("null"), message);
    return message;
  }

  private static byte[] progressive(BufferedImage image) throws IOException {
    var writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    var how = writer.getDefaultWriteParam();
    how.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
    var out = new ByteArrayOutputStream();
    try (var stream = new MemoryCacheImageOutputStream(out)) {
      writer.setOutput(stream);
      writer.write(null, new IIOImage(image, null, null), how);
    }
    writer.dispose();
    return out.toByteArray();
  }

  @Test
  void filesThatAreCutShortAreRefusedWhereverTheyAreCut() throws IOException {
    var picture = TestImages.stripes(128, Color.ORANGE, 3);
    var rough = new byte[128 * 128];
    new Random(1).nextBytes(rough);
    byte[][] whole = {
      HandmadeFiles.written(picture, "jpg"),
      progressive(picture),
      HandmadeFiles.written(picture, "png"),
      HandmadeFiles.written(picture, "bmp"),
      HandmadeFiles.written(picture, "gif"),
      HandmadeFiles.tiff(128, 128, 8, 1, 1, 1, rough),
      HandmadeFiles.webp(128, 128, new boolean[128 * 128], null)
    };
    for (var file : whole) {
      ImageFiles.read(file("cut.img", file));
      for (int percent : new int[] {30, 40, 60, 90}) {
        refused(file("cut.img", Arrays.copyOf(file, file.length * percent / 100)));
      }
    }
  }

  /** Each scan of a progressive file ends at a marker, where the decoder has nothing to say. */
  @Test
  void aProgressiveFileThatEndsBetweenTwoPassesIsRefused() throws IOException {
    var file = progressive(TestImages.stripes(64, Color.ORANGE, 3));
    int cut = 0;
    int last = 0;
    for (int i = 2; i + 1 < file.length; i++) {
      if ((file[i] & 255) == 0xFF && (file[i + 1] & 255) == 0xDA) {
        if (last > 0) {
          refused(file("cut.jpg", Arrays.copyOf(file, tables(file, i))));
          cut++;
        }
        last = i;
      }
    }
    assertTrue(cut >= 3, "passes: " + cut);
  }

  /** Where the tables before a scan begin. */
  private static int tables(byte[] file, int scan) {
    for (int i = scan - 2; i > scan - 300; i--) {
      if ((file[i] & 255) == 0xFF && (file[i + 1] & 255) == 0xC4) {
        return i;
      }
    }
    return scan;
  }

  @Test
  void aMissingEndMarkAloneIsANote() throws IOException {
    for (var jpeg :
        new byte[][] {
          HandmadeFiles.written(storedPicture(1), "jpg"), progressive(storedPicture(1))
        }) {
      var file = file("a.jpg", Arrays.copyOf(jpeg, jpeg.length - 2));
      seenUpright(file);
      var notes = ImageFiles.look(file).notes();
      assertEquals(1, notes.size(), notes.toString());
      assertTrue(notes.get(0).contains("end mark"), notes.toString());
    }
    var png = HandmadeFiles.written(storedPicture(1), "png");
    var file = file("a.png", Arrays.copyOf(png, png.length - 12));
    assertTrue(ImageFiles.look(file).notes().get(0).contains("end mark"));
  }

  @Test
  void aZeroedSectorAndAFlippedBitAreFound() throws IOException {
    var picture = TestImages.stripes(128, Color.ORANGE, 3);
    var jpeg = HandmadeFiles.written(picture, "jpg");
    Arrays.fill(jpeg, jpeg.length / 2, jpeg.length / 2 + 512, (byte) 0);
    refused(file("zeroed.jpg", jpeg));
    var png = HandmadeFiles.written(picture, "png");
    png[png.length / 2] ^= 4;
    refused(file("flipped.png", png));
  }

  /** Ten thousand passes of a few bytes each: hours, if they were made. */
  @Test
  void aFileOfVeryManyPassesIsRefusedAtOnce() throws IOException {
    var file = progressive(storedPicture(1));
    int scan = 0;
    while ((file[scan] & 255) != 0xFF || (file[scan + 1] & 255) != 0xDA) {
      scan++;
    }
    var pass =
        Arrays.copyOf(Arrays.copyOfRange(file, scan, scan + 14), 40); // its header, and zeros
    var passes = new byte[40 * 10_000];
    for (int i = 0; i < passes.length; i++) {
      passes[i] = pass[i % 40];
    }
    var message = refused(file("slow.jpg", HandmadeFiles.inserted(file, scan, passes)));
    assertTrue(message.contains("passes"), message);
  }

  /** Of 34 megapixels, read at half its size; where the mask is too, they fit each other. */
  @Test
  void aLargePictureIsReadAtHalfItsSizeAndSaysSo() throws IOException {
    var large = new BufferedImage(6800, 5000, BufferedImage.TYPE_BYTE_GRAY);
    large.getRaster().setSample(4002, 2000, 0, 200);
    large.getRaster().setSample(4003, 2000, 0, 99);
    var file = file("large.png", HandmadeFiles.written(large, "png"));
    var picture = ImageFiles.look(file);
    assertEquals(3400, picture.image().width());
    assertEquals(2500, picture.image().height());
    assertEquals(200, picture.image().rgb()[3 * (1000 * 3400 + 2001)] & 255);
    assertTrue(picture.notes().get(0).contains("34 megapixels"), picture.notes().toString());
    assertEquals(new Dimension(6800, 5000), ImageFiles.size(file));
    assertTrue(ImageFiles.readMask(file).anomalous()[1000 * 3400 + 2001]);
  }

  @Test
  void theFirstPictureOfAMovingGifIsTaken() throws IOException {
    var writer = ImageIO.getImageWritersByFormatName("gif").next();
    var out = new ByteArrayOutputStream();
    try (var stream = new MemoryCacheImageOutputStream(out)) {
      writer.setOutput(stream);
      writer.prepareWriteSequence(null);
      writer.writeToSequence(new IIOImage(storedPicture(1), null, null), null);
      writer.writeToSequence(new IIOImage(storedPicture(3), null, null), null);
      writer.endWriteSequence();
    }
    seenUpright(file("moving.gif", out.toByteArray()));
  }
}
