package org.onenip.data;

/**
 * How a camera was held: what EXIF's and TIFF's tag 274 says of the stored pixels. Whoever looks at
 * the picture sees it turned; so do we.
 */
enum Orientation {
  UPRIGHT,
  MIRRORED,
  HALF_TURNED,
  FLIPPED,
  TRANSPOSED,
  QUARTER_RIGHT,
  TRANSVERSE,
  QUARTER_LEFT;

  /** The tag's number; what is none of 1 … 8 is passed over. */
  static Orientation of(int tag) {
    return tag >= 1 && tag <= values().length ? values()[tag - 1] : UPRIGHT;
  }

  /** Whether width and height change places. */
  boolean swaps() {
    return ordinal() >= TRANSPOSED.ordinal();
  }

  /**
   * Where pixels come from: the pixel that is shown at (x, y) is stored at {@code first + x * right
   * + y * down}.
   */
  private record Path(int first, int right, int down) {}

  private Path path(int width, int height) {
    int last = width * height - 1;
    int row = (height - 1) * width;
    return switch (this) {
      case UPRIGHT -> new Path(0, 1, width);
      case MIRRORED -> new Path(width - 1, -1, width);
      case HALF_TURNED -> new Path(last, -1, -width);
      case FLIPPED -> new Path(row, 1, -width);
      case TRANSPOSED -> new Path(0, width, 1);
      case QUARTER_RIGHT -> new Path(row, -width, 1);
      case TRANSVERSE -> new Path(last, -width, -1);
      case QUARTER_LEFT -> new Path(width - 1, width, -1);
    };
  }

  /** The image as it is to be seen. */
  RgbImage turn(RgbImage image) {
    if (this == UPRIGHT) {
      return image;
    }
    int width = swaps() ? image.height() : image.width();
    int height = swaps() ? image.width() : image.height();
    var path = path(image.width(), image.height());
    var stored = image.rgb();
    var shown = new byte[stored.length];
    int to = 0;
    for (int y = 0; y < height; y++) {
      int from = path.first() + y * path.down();
      for (int x = 0; x < width; x++, from += path.right()) {
        shown[to++] = stored[3 * from];
        shown[to++] = stored[3 * from + 1];
        shown[to++] = stored[3 * from + 2];
      }
    }
    return new RgbImage(width, height, shown);
  }

  /** The mask as it is to be seen. */
  PixelMask turn(PixelMask mask) {
    if (this == UPRIGHT) {
      return mask;
    }
    int width = swaps() ? mask.height() : mask.width();
    int height = swaps() ? mask.width() : mask.height();
    var path = path(mask.width(), mask.height());
    var shown = new boolean[width * height];
    int to = 0;
    for (int y = 0; y < height; y++) {
      int from = path.first() + y * path.down();
      for (int x = 0; x < width; x++, from += path.right()) {
        shown[to++] = mask.anomalous()[from];
      }
    }
    return new PixelMask(width, height, shown);
  }
}
