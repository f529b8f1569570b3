package org.onenip.data;

import com.twelvemonkeys.imageio.metadata.Directory;
import com.twelvemonkeys.imageio.metadata.tiff.TIFF;
import com.twelvemonkeys.imageio.metadata.tiff.TIFFReader;
import com.twelvemonkeys.imageio.stream.ByteArrayImageInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import javax.imageio.stream.ImageInputStream;

/**
 * What a file says of its pixels beside them.
 *
 * @param orientation how they are to be turned
 * @param lossy whether they were compressed with loss, so that black may have a rim
 * @param floats whether samples are floating-point numbers
 * @param signed whether samples may lie below zero
 * @param notes what is odd and does no harm
 */
record PictureFacts(
    Orientation orientation, boolean lossy, boolean floats, boolean signed, List<String> notes) {
  static final PictureFacts NONE =
      new PictureFacts(Orientation.UPRIGHT, false, false, false, List.of());

  private static final byte[] EXIF = "Exif\0\0".getBytes(StandardCharsets.US_ASCII);
  private static final int OLD_JPEG = 6;
  private static final int JPEG = 7;
  private static final int SIGNED = 2;
  private static final int FLOAT = 3;

  /**
   * Reads them; the stream stands where it stood.
   *
   * @throws DamagedPicture if the file is not whole, or would take too long to decode
   */
  static PictureFacts read(ImageInputStream stream) throws IOException {
    var head = new byte[16];
    stream.mark();
    try {
      int length = Math.max(0, stream.read(head));
      var text = new String(head, 0, length, StandardCharsets.ISO_8859_1);
      stream.seek(0);
      if (text.startsWith("\u00ff\u00d8")) {
        return new JpegWalk(stream).facts();
      } else if (text.startsWith("\u0089PNG\r\n\u001a\n")) {
        return PngWalk.facts(stream);
      } else if (text.startsWith("RIFF") && text.startsWith("WEBP", 8)) {
        return WebpWalk.facts(stream);
      } else if (text.matches("(?s)(II[*+]\0|MM\0[*+]).*")) {
        return tiff(stream);
      }
      return NONE;
    } finally {
      stream.reset();
    }
  }

  static PictureFacts jpeg(Orientation orientation, List<String> notes) {
    return new PictureFacts(orientation, true, false, false, notes);
  }

  static PictureFacts of(Orientation orientation, boolean lossy, List<String> notes) {
    return new PictureFacts(orientation, lossy, false, false, notes);
  }

  private static PictureFacts tiff(ImageInputStream stream) throws IOException {
    var directory = new TIFFReader().read(stream);
    int compression = number(directory, TIFF.TAG_COMPRESSION, 1);
    int format = number(directory, TIFF.TAG_SAMPLE_FORMAT, 1);
    return new PictureFacts(
        Orientation.of(number(directory, TIFF.TAG_ORIENTATION, 1)),
        compression == OLD_JPEG || compression == JPEG,
        format == FLOAT,
        format == SIGNED,
        List.of());
  }

  /** The orientation that EXIF data give, with or without the mark that JPEG has before them. */
  static Orientation exif(byte[] data) {
    boolean marked = data.length > EXIF.length && Arrays.equals(data, 0, EXIF.length, EXIF, 0, 6);
    int start = marked ? EXIF.length : 0;
    try (var stream = new ByteArrayImageInputStream(data, start, data.length - start)) {
      return Orientation.of(number(new TIFFReader().read(stream), TIFF.TAG_ORIENTATION, 1));
    } catch (IOException | RuntimeException e) {
      return Orientation.UPRIGHT; // damaged tags are no reason to do without the picture
    }
  }

  private static int number(Directory directory, int tag, int otherwise) {
    var entry = directory.getEntryById(tag);
    var value = entry == null ? null : entry.getValue();
    if (value instanceof short[] shorts && shorts.length > 0) {
      return shorts[0];
    }
    if (value instanceof int[] ints && ints.length > 0) {
      return ints[0];
    }
    return value instanceof Number one ? one.intValue() : otherwise;
  }
}
