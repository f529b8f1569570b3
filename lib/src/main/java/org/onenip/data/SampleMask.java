package org.onenip.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.onenip.support.UserError;

/**
 * The mask of an image, as the image is to be seen. It may be a folder: then all masks in it count
 * together.
 *
 * @param mask of the image's size
 * @param notes what is odd about its files and does no harm, each a sentence
 */
public record SampleMask(PixelMask mask, List<String> notes) {
  /**
   * Reads a mask.
   *
   * <p>A mask that has no orientation of its own was mostly drawn on the picture as it was seen,
   * and then has its size. Where it has the size that is stored instead, it is turned as its image.
   *
   * @param mask a file, or a folder of files
   * @throws UserError if one is missing, no image, or of another size than its image
   */
  public static SampleMask read(Path mask, Path image) {
    var notes = new ArrayList<String>();
    var header = ImageFiles.header(image);
    PixelMask all = null;
    for (var file : files(mask)) {
      var one = read(file, image, header, notes);
      all = all == null ? one : union(all, one);
    }
    return new SampleMask(all, List.copyOf(notes));
  }

  /** The files of a mask; of a folder the images in it. */
  public static List<Path> files(Path mask) {
    return Files.isDirectory(mask) ? PictureFolder.imagesIn(mask) : List.of(mask);
  }

  private static PixelMask read(
      Path file, Path image, ImageFiles.Header header, List<String> notes) {
    var own = ImageFiles.header(file);
    var read = ImageFiles.lookAtMask(file);
    if (read.lossy()) {
      notes.add(
          "%s is compressed with loss, which blurs its borders: what is brighter than half counts; save masks as PNG."
              .formatted(file));
    }
    boolean tagged = header.orientation() != Orientation.UPRIGHT;
    if (own.shown().equals(header.shown())) {
      if (tagged
          && own.orientation() == Orientation.UPRIGHT
          && own.stored().equals(header.stored())) {
        notes.add(
            "%s was taken as it is, for it has no orientation of its own; its image is turned as EXIF says."
                .formatted(file));
      }
      return read.mask();
    }
    if (tagged
        && own.orientation() == Orientation.UPRIGHT
        && own.stored().equals(header.stored())) {
      notes.add(
          "%s has the size that its image has before it is turned, and was turned with it."
              .formatted(file));
      return header.orientation().turn(read.mask());
    }
    throw new WrongSize(
        "The mask %s is %d×%d but its image %d×%d: they must have the same size."
            .formatted(
                file,
                own.shown().width,
                own.shown().height,
                header.shown().width,
                header.shown().height));
  }

  /** A mask that is not of its image's size. */
  public static final class WrongSize extends UserError {
    private static final long serialVersionUID = 1L;

    WrongSize(String message) {
      super(message);
    }
  }

  private static PixelMask union(PixelMask one, PixelMask other) {
    var flags = one.anomalous().clone();
    for (int i = 0; i < flags.length; i++) {
      flags[i] |= other.anomalous()[i];
    }
    return new PixelMask(one.width(), one.height(), flags);
  }
}
