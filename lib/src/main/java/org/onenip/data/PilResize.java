package org.onenip.data;

/**
 * Resizes as Pillow does (docs/method.md §1), bit for bit: bilinear with a triangle filter whose
 * support grows with the scale, first along rows, then along columns, in fixed point with 22 bits
 * and eight bits between the passes; masks take the nearest pixel.
 */
public final class PilResize {
  private static final int PRECISION = 32 - 8 - 2;

  private PilResize() {}

  /** Which inputs an output is mixed from, and how: one row of weights an output. */
  private record Filter(int[] first, int[][] weights) {
    static Filter of(int from, int to) {
      double scale = (double) from / to;
      double filterScale = Math.max(scale, 1);
      var first = new int[to];
      var weights = new int[to][];
      for (int out = 0; out < to; out++) {
        double center = (out + 0.5) * scale;
        int low = Math.max(0, (int) (center - filterScale + 0.5));
        int high = Math.min(from, (int) (center + filterScale + 0.5));
        var exact = new double[high - low];
        double sum = 0;
        for (int i = 0; i < exact.length; i++) {
          double distance = Math.abs((i + low - center + 0.5) / filterScale);
          exact[i] = Math.max(0, 1 - distance);
          sum += exact[i];
        }
        first[out] = low;
        weights[out] = new int[exact.length];
        for (int i = 0; i < exact.length; i++) {
          weights[out][i] = (int) (0.5 + exact[i] / sum * (1 << PRECISION));
        }
      }
      return new Filter(first, weights);
    }
  }

  /** Resizes an image bilinearly; returns it as it is where it has that size. */
  public static RgbImage bilinear(RgbImage image, int width, int height) {
    var rgb = image.rgb();
    if (image.width() != width) {
      rgb = alongRows(rgb, image.width(), image.height(), Filter.of(image.width(), width), width);
    }
    if (image.height() != height) {
      rgb = alongColumns(rgb, width, Filter.of(image.height(), height), height);
    }
    return rgb == image.rgb() ? image : new RgbImage(width, height, rgb);
  }

  private static byte[] alongRows(byte[] in, int from, int height, Filter filter, int to) {
    var out = new byte[to * height * 3];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < to; x++) {
        var weights = filter.weights()[x];
        int at = 3 * (y * from + filter.first()[x]);
        int r = 1 << PRECISION - 1;
        int g = r;
        int b = r;
        for (int weight : weights) {
          r += weight * (in[at] & 255);
          g += weight * (in[at + 1] & 255);
          b += weight * (in[at + 2] & 255);
          at += 3;
        }
        int target = 3 * (y * to + x);
        out[target] = clip(r);
        out[target + 1] = clip(g);
        out[target + 2] = clip(b);
      }
    }
    return out;
  }

  private static byte[] alongColumns(byte[] in, int width, Filter filter, int to) {
    int stride = 3 * width;
    var out = new byte[to * stride];
    for (int y = 0; y < to; y++) {
      var weights = filter.weights()[y];
      int first = filter.first()[y] * stride;
      for (int x = 0; x < stride; x++) {
        int sum = 1 << PRECISION - 1;
        int at = first + x;
        for (int weight : weights) {
          sum += weight * (in[at] & 255);
          at += stride;
        }
        out[y * stride + x] = clip(sum);
      }
    }
    return out;
  }

  private static byte clip(int fixed) {
    return (byte) Math.max(0, Math.min(255, fixed >> PRECISION));
  }

  /** Resizes a mask to the nearest pixel. */
  public static PixelMask nearest(PixelMask mask, int width, int height) {
    var fromX = nearest(mask.width(), width);
    var fromY = nearest(mask.height(), height);
    var flags = new boolean[width * height];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        flags[y * width + x] = mask.anomalous()[fromY[y] * mask.width() + fromX[x]];
      }
    }
    return new PixelMask(width, height, flags);
  }

  /**
   * Which pixel each of a row takes. Pillow adds the step up in double precision; where the exact
   * centre lies on a border, what has been rounded on the way decides.
   */
  static int[] nearest(int from, int to) {
    var taken = new int[to];
    double step = (double) from / to;
    double at = step / 2;
    for (int i = 0; i < to; i++) {
      taken[i] = Math.min(from - 1, (int) at);
      at += step;
    }
    return taken;
  }
}
