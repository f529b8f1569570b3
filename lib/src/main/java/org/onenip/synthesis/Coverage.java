package org.onenip.synthesis;

import org.onenip.data.RgbImage;

/** Which share of each pixel a defect covers, 0 to 1; what is drawn twice counts once. */
final class Coverage {
  private final int width;
  private final int height;
  private final float[] shares;
  private int left;
  private int right = -1;
  private int top;
  private int bottom = -1;

  Coverage(int width, int height) {
    this.width = width;
    this.height = height;
    shares = new float[width * height];
    left = width;
    top = height;
  }

  /** Covers a pixel at least by a share; pixels outside of the image are passed over. */
  void cover(int x, int y, double share) {
    if (share > 0 && x >= 0 && y >= 0 && x < width && y < height) {
      int p = y * width + x;
      shares[p] = Math.max(shares[p], (float) Math.min(1, share));
      left = Math.min(left, x);
      right = Math.max(right, x);
      top = Math.min(top, y);
      bottom = Math.max(bottom, y);
    }
  }

  /** Covers a disc by a share, with an edge of a pixel; a thin disc covers no pixel wholly. */
  void disc(double x, double y, double radius, double share) {
    int reach = (int) Math.ceil(radius + 0.5);
    for (int v = (int) Math.floor(y) - reach; v <= y + reach; v++) {
      for (int u = (int) Math.floor(x) - reach; u <= x + reach; u++) {
        double edge = radius + 0.5 - Math.hypot(u - x, v - y);
        cover(u, v, share * Math.min(edge, Math.min(1, 2 * radius)));
      }
    }
  }

  /** What is done with a covered pixel. */
  interface Pixel {
    void draw(int pixel, float share);
  }

  /** Takes the covered pixels on a foreground, row by row. */
  void draw(Foreground foreground, Pixel pixel) {
    for (int y = top; y <= bottom; y++) {
      for (int x = left; x <= right; x++) {
        int p = y * width + x;
        if (shares[p] > 0 && foreground.contains(p)) {
          pixel.draw(p, shares[p]);
        }
      }
    }
  }

  /** The standard deviation of an image's grey where it is covered. */
  double deviation(RgbImage image) {
    double total = 1e-9;
    double sum = 0;
    double squares = 0;
    for (int y = top; y <= bottom; y++) {
      for (int x = left; x <= right; x++) {
        int p = y * width + x;
        if (shares[p] > 0) {
          int at = 3 * p;
          double grey =
              ((image.rgb()[at] & 255) + (image.rgb()[at + 1] & 255) + (image.rgb()[at + 2] & 255))
                  / 3.0;
          total++;
          sum += grey;
          squares += grey * grey;
        }
      }
    }
    double mean = sum / total;
    return Math.sqrt(Math.max(0, squares / total - mean * mean));
  }

  /**
   * The mean colour of an image where it is covered.
   *
   * @param shift added to each pixel's number; those outside of the image are passed over
   */
  double[] meanColor(RgbImage image, int shift) {
    var sum = new double[3];
    double total = 1e-9;
    for (int y = top; y <= bottom; y++) {
      for (int x = left; x <= right; x++) {
        float share = shares[y * width + x];
        int p = y * width + x + shift;
        if (share > 0 && p >= 0 && p < shares.length) {
          total += share;
          for (int c = 0; c < 3; c++) {
            sum[c] += share * (image.rgb()[3 * p + c] & 255);
          }
        }
      }
    }
    for (int c = 0; c < 3; c++) {
      sum[c] /= total;
    }
    return sum;
  }
}
