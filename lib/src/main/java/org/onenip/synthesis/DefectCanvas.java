package org.onenip.synthesis;

import java.util.Arrays;
import org.onenip.data.PixelMask;
import org.onenip.data.RgbImage;

/**
 * A copy of a normal image to draw a defect on. The result keeps what can be seen and takes the
 * rest back: outside the mask the image is the normal one to the bit, inside it every pixel has
 * changed. Where fewer than {@value #FEWEST} pixels are left, the mask is empty and the image the
 * normal one. On a grey image everything is drawn in grey.
 */
final class DefectCanvas {
  /** Grey levels, of any channel, by which a pixel has to differ to be seen. */
  static final int VISIBLE = 5;

  /** Times the texture's mean amplitude: what two pieces of the same texture seldom differ by. */
  private static final double ROUGHNESS = 4;

  /** Grey levels that are seen on the roughest surface. */
  private static final double ROUGHEST = 40;

  /** Pixels of the smallest defect. */
  static final int FEWEST = 4;

  final RgbImage normal;
  final int width;
  final int height;
  final byte[] rgb;
  private final boolean grey;

  DefectCanvas(RgbImage normal) {
    this.normal = normal;
    width = normal.width();
    height = normal.height();
    rgb = normal.rgb().clone();
    grey = isGrey(rgb);
  }

  private static boolean isGrey(byte[] rgb) {
    for (int i = 0; i < rgb.length; i += 3) {
      if (rgb[i] != rgb[i + 1] || rgb[i] != rgb[i + 2]) {
        return false;
      }
    }
    return true;
  }

  /** Lets a colour cover a share of a pixel. */
  void mix(int pixel, double share, double red, double green, double blue) {
    int at = 3 * pixel;
    if (grey) {
      red = green = blue = (red + green + blue) / 3;
    }
    rgb[at] = mixed(rgb[at] & 255, red, share);
    rgb[at + 1] = mixed(rgb[at + 1] & 255, green, share);
    rgb[at + 2] = mixed(rgb[at + 2] & 255, blue, share);
  }

  private static byte mixed(int under, double over, double share) {
    return Colors.clip((int) Math.round(under + share * (over - under)));
  }

  /** The anomaly whose mask has each pixel that changed by more than {@link #VISIBLE}. */
  PseudoAnomaly strokes() {
    var mask = new boolean[width * height];
    for (int p = 0; p < mask.length; p++) {
      mask[p] = change(p) > VISIBLE;
    }
    return keep(mask);
  }

  /**
   * The anomaly of a pasted piece: where the change has a mean of more than {@code visible} grey
   * levels in windows of about 2 % of the side, with smooth edges. So a piece that equals what was
   * there, as on a periodic surface, has no mask there.
   *
   * <p>Of a rough surface every pixel changes, and still nothing is to be seen. So the colour of
   * the windows itself has to change in a share of all changed pixels, by as much and by more than
   * it does within the surface; else the mask is empty.
   */
  PseudoAnomaly pieces(int visible, double share) {
    int radius = Math.max(1, (int) Math.round(0.01 * Math.min(width, height)));
    var mask = new boolean[width * height];
    var box = changed(radius);
    if (box != null) {
      var different = new float[box.width() * box.height()];
      var recolored = new float[different.length];
      double rough = ROUGHNESS * roughness(box, radius);
      mark(
          box, radius, visible, Math.max(visible, Math.min(rough, ROUGHEST)), different, recolored);
      var smooth = BoxBlur.mean(different, box.width(), box.height(), radius);
      int all = 0;
      int seen = 0;
      for (int i = 0; i < smooth.length; i++) {
        int p = pixel(box, i);
        mask[p] = smooth[i] > 0.5 && change(p) > 0;
        all += change(p) > 0 ? 1 : 0;
        seen += mask[p] && recolored[i] > 0 ? 1 : 0;
      }
      if (seen < share * all) {
        Arrays.fill(mask, false);
      }
    }
    return keep(mask);
  }

  /** What changed, and some pixels around it; null where nothing did. */
  private Box changed(int around) {
    int left = width;
    int right = -1;
    int top = height;
    int bottom = -1;
    for (int p = 0; p < width * height; p++) {
      if (change(p) > 0) {
        left = Math.min(left, p % width);
        right = Math.max(right, p % width);
        top = Math.min(top, p / width);
        bottom = p / width;
      }
    }
    return right < 0
        ? null
        : new Box(
            Math.max(0, left - around),
            Math.max(0, top - around),
            Math.min(width, right + around + 1),
            Math.min(height, bottom + around + 1));
  }

  /** Pixels from (left, top) up to (right, bottom), which are outside. */
  private record Box(int left, int top, int right, int bottom) {
    int width() {
      return right - left;
    }

    int height() {
      return bottom - top;
    }
  }

  /** Marks with 1 where a channel changed in the mean over a window, and where its mean changed. */
  private void mark(
      Box box, int radius, double least, double color, float[] different, float[] recolored) {
    var change = new float[different.length];
    var size = new float[different.length];
    for (int c = 0; c < 3; c++) {
      for (int i = 0; i < change.length; i++) {
        int at = 3 * pixel(box, i) + c;
        change[i] = (rgb[at] & 255) - (normal.rgb()[at] & 255);
        size[i] = Math.abs(change[i]);
      }
      var mean = BoxBlur.mean(change, box.width(), box.height(), radius);
      var meanSize = BoxBlur.mean(size, box.width(), box.height(), radius);
      for (int i = 0; i < change.length; i++) {
        different[i] = meanSize[i] > least ? 1 : different[i];
        recolored[i] = Math.abs(mean[i]) > color ? 1 : recolored[i];
      }
    }
  }

  /** The mean amplitude of the surface's texture in windows of this radius. */
  private double roughness(Box box, int radius) {
    var values = new float[box.width() * box.height()];
    for (int i = 0; i < values.length; i++) {
      int at = 3 * pixel(box, i);
      values[i] =
          ((normal.rgb()[at] & 255) + (normal.rgb()[at + 1] & 255) + (normal.rgb()[at + 2] & 255))
              / 3f;
    }
    var fine = BoxBlur.mean(values, box.width(), box.height(), radius);
    var coarse = BoxBlur.mean(values, box.width(), box.height(), 5 * radius);
    double sum = 0;
    for (int i = 0; i < values.length; i++) {
      sum += Math.abs(fine[i] - coarse[i]);
    }
    return sum / values.length;
  }

  private int pixel(Box box, int i) {
    return (box.top() + i / box.width()) * width + box.left() + i % box.width();
  }

  /** The largest change of a channel. */
  private int change(int pixel) {
    int most = 0;
    for (int at = 3 * pixel; at < 3 * pixel + 3; at++) {
      most = Math.max(most, Math.abs((rgb[at] & 255) - (normal.rgb()[at] & 255)));
    }
    return most;
  }

  private PseudoAnomaly keep(boolean[] mask) {
    int count = 0;
    for (boolean masked : mask) {
      count += masked ? 1 : 0;
    }
    if (count < FEWEST) {
      Arrays.fill(mask, false);
    }
    for (int p = 0; p < mask.length; p++) {
      if (!mask[p]) {
        for (int at = 3 * p; at < 3 * p + 3; at++) {
          rgb[at] = normal.rgb()[at];
        }
      }
    }
    return new PseudoAnomaly(new RgbImage(width, height, rgb), new PixelMask(width, height, mask));
  }
}
