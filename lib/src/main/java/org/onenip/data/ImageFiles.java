package org.onenip.data;

import java.awt.Dimension;
import java.awt.image.BufferedImage;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.onenip.support.Interruption;
import org.onenip.support.UserError;

/**
 * Reads image files (PNG, JPEG, BMP, TIFF, WebP, GIF; grey, 16-bit, palette and alpha too) as they
 * are to be seen: turned as their tags say. Of one that moves it is the first picture. Files are
 * hostile until checked: the size is read from the header before any pixel is.
 */
public final class ImageFiles {
  /** What can be read, for messages. */
  static final String FORMATS = "PNG, JPEG, BMP, TIFF, WebP, GIF";

  private static final long MOST_PIXELS = 100_000_000;

  /** Larger pictures are read at every second pixel of every second row, which no map shows. */
  private static final long MOST_WHOLE = 1 << 25;

  /** What decoding takes: the decoder's pixels, with up to 16 bits a colour, and ours. */
  private static final int BYTES_A_PIXEL = 10;

  private static final int LONGEST_REASON = 200;

  private static final String NO_END = "Truncated File - Missing EOI marker";
  private static final Pattern DAMAGED =
      Pattern.compile(
          "Corrupt JPEG data: (\\d+) extraneous bytes.*|.*(Corrupt|Premature|premature|Inconsistent"
              + " progression|Bogus|byteCount <|ByteCount <|Nothing to decode|[Ee]nd of|EOF).*");

  /** So many stray bytes are padding; more are what a damaged place left over. */
  private static final int PADDING = 64;

  private ImageFiles() {}

  /**
   * A picture that was read, and what is odd about its file and does no harm.
   *
   * @param notes each the middle of a sentence about the file
   */
  public record Picture(RgbImage image, List<String> notes) {}

  /**
   * A mask that was read.
   *
   * @param lossy whether the file was compressed with loss, so that only what is brighter than half
   *     counts
   */
  public record Mask(PixelMask mask, boolean lossy) {}

  /**
   * What a file's header says.
   *
   * @param stored its size as it lies in the file
   * @param shown its size as it is to be seen
   */
  record Header(Dimension stored, Dimension shown, Orientation orientation) {}

  /**
   * Reads an image as eight-bit RGB. Grey is repeated, alpha dropped, 16 bits cut to the upper
   * eight. One of more than 33 megapixels is read at every second pixel of every second row.
   *
   * @throws UserError if the file is missing, no image, damaged, larger than 100 megapixels, or its
   *     samples do not tell what they mean
   */
  public static RgbImage read(Path file) {
    return look(file).image();
  }

  /**
   * Reads an image, and says what is odd about its file.
   *
   * @throws UserError as {@link #read(Path)}
   */
  public static Picture look(Path file) {
    return open(file, opened -> DecodingMemory.within(opened.bytes(), () -> picture(opened)));
  }

  /**
   * Reads an image from a stream.
   *
   * @param name for messages
   * @throws UserError as {@link #read(Path)}
   */
  public static RgbImage read(InputStream stream, String name) {
    return open(
            name,
            () -> ImageIO.createImageInputStream(stream),
            opened -> DecodingMemory.within(opened.bytes(), () -> picture(opened)))
        .image();
  }

  /**
   * Reads a mask: every pixel that is neither black nor transparent is anomalous ({@link
   * MaskPixels}).
   *
   * @throws UserError as {@link #read(Path)}
   */
  public static PixelMask readMask(Path file) {
    return lookAtMask(file).mask();
  }

  /** Reads a mask, and says how. */
  public static Mask lookAtMask(Path file) {
    return open(file, opened -> DecodingMemory.within(opened.bytes(), () -> mask(opened)));
  }

  /**
   * The size that the file's header gives, as the image is to be seen; the pixels are not read.
   *
   * @throws UserError if the file is missing, no image, or larger than 100 megapixels
   */
  public static Dimension size(Path file) {
    return header(file).shown();
  }

  static Header header(Path file) {
    return open(
        file,
        opened -> {
          var stored = new Dimension(opened.reader().getWidth(0), opened.reader().getHeight(0));
          var orientation = opened.facts().orientation();
          var shown = orientation.swaps() ? new Dimension(stored.height, stored.width) : stored;
          return new Header(stored, shown, orientation);
        });
  }

  private static Picture picture(Opened opened) throws IOException {
    var fitted = SampleRange.fit(opened.decode(), opened.facts().signed());
    var image = opened.facts().orientation().turn(RgbPixels.of(fitted.image()));
    if (fitted.note() != null) {
      opened.notes().add(fitted.note());
    }
    return new Picture(image, List.copyOf(opened.notes()));
  }

  private static Mask mask(Opened opened) throws IOException {
    var mask = MaskPixels.of(opened.decode(), opened.facts().lossy());
    return new Mask(opened.facts().orientation().turn(mask), opened.facts().lossy());
  }

  /** A file whose header was checked, and what its reader says meanwhile. */
  private record Opened(
      ImageReader reader, PictureFacts facts, List<String> warnings, List<String> notes) {

    /** The pixels as they lie in the file; of a large picture every second one. */
    BufferedImage decode() throws IOException {
      reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
      var image = reader.read(0, how());
      for (var warning : warnings) {
        var said = warning == null ? "" : warning;
        var damage = DAMAGED.matcher(said);
        if (damage.matches()
            && (damage.group(1) == null || Integer.parseInt(damage.group(1)) > PADDING)) {
          throw new DamagedPicture(said);
        }
        notes.add(said.equals(NO_END) ? PngWalk.NO_END : "its reader says: " + said);
      }
      return image;
    }

    private ImageReadParam how() throws IOException {
      if (pixels() <= MOST_WHOLE) {
        return null;
      }
      var how = reader.getDefaultReadParam();
      how.setSourceSubsampling(2, 2, 0, 0);
      notes.add(
          "it has %d megapixels and was read at half its size".formatted(pixels() / 1_000_000));
      return how;
    }

    long pixels() throws IOException {
      return (long) reader.getWidth(0) * reader.getHeight(0);
    }

    /** What decoding takes. */
    long bytes() throws IOException {
      return BYTES_A_PIXEL * (pixels() <= MOST_WHOLE ? pixels() : pixels() / 4);
    }
  }

  /** What is taken from a file whose header was checked. */
  private interface Part<T> {
    T of(Opened opened) throws IOException;
  }

  private interface Source {
    ImageInputStream open() throws IOException;
  }

  private static <T> T open(Path file, Part<T> part) {
    if (!Files.isRegularFile(file)) {
      throw new UserError("The image %s does not exist; check the path.".formatted(file));
    }
    return open(file.toString(), () -> new PathStream(file), part);
  }

  private static <T> T open(String file, Source source, Part<T> part) {
    Interruption.check(); // ImageIO would take the file for no image
    try (var stream = source.open()) {
      var readers = stream == null ? null : ImageIO.getImageReaders(stream);
      if (readers == null || !readers.hasNext()) {
        throw new UserError(
            "%s is no image that can be read (%s); remove or convert it.".formatted(file, FORMATS));
      }
      var first = readers.next();
      var facts = PictureFacts.read(stream);
      ImageReader reader = facts.floats() ? unclamped(first, readers) : first;
      try {
        reader.setInput(stream, true, true);
        var opened = new Opened(reader, facts, new ArrayList<>(), new ArrayList<>(facts.notes()));
        if (opened.pixels() > MOST_PIXELS) {
          throw new UserError(
              "%s has %d megapixels, more than the %d allowed; scale it down."
                  .formatted(file, opened.pixels() / 1_000_000, MOST_PIXELS / 1_000_000));
        }
        return part.of(opened);
      } finally {
        reader.dispose();
      }
    } catch (DamagedPicture e) {
      throw new UserError(
          "%s cannot be used: %s; replace, convert or remove it.".formatted(file, e.getMessage()),
          e);
    } catch (AccessDeniedException e) {
      throw new UserError("%s may not be read; allow it or remove it.".formatted(file), e);
    } catch (IOException | RuntimeException e) {
      if (e instanceof UserError || e instanceof CancellationException) {
        throw (RuntimeException) e;
      }
      throw new UserError(
          "%s is damaged or cut short (%s), or of a kind that is not read; replace, convert or remove it."
              .formatted(file, reason(e)),
          e);
    } catch (OutOfMemoryError e) {
      throw new UserError(
          "%s takes more memory than the %d MiB that Java has: scale it down, or give more, as in ONENIP_JAVA_OPTIONS=-Xmx4g."
              .formatted(file, Runtime.getRuntime().maxMemory() >> 20),
          e);
    }
  }

  /** The Java runtime's own reader: others bring floating-point samples to 0…1 by cutting. */
  private static ImageReader unclamped(ImageReader first, Iterator<ImageReader> others) {
    var reader = first;
    while (!reader.getClass().getModule().isNamed() && others.hasNext()) {
      reader.dispose();
      reader = others.next();
    }
    return reader;
  }

  private static String reason(Exception e) {
    if (e instanceof EOFException) {
      return "the file ends too early";
    }
    var reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    return reason.length() > LONGEST_REASON ? reason.substring(0, LONGEST_REASON) + "…" : reason;
  }

  /**
   * The pixels of a decoded image.
   *
   * @throws IllegalArgumentException if its samples do not tell what they mean
   */
  public static RgbImage toRgb(BufferedImage image) {
    try {
      return RgbPixels.of(SampleRange.fit(image, true).image());
    } catch (DamagedPicture e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
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
