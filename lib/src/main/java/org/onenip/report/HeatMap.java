package org.onenip.report;

import java.awt.image.BufferedImage;
import java.util.Collection;
import java.util.List;
import org.onenip.data.RgbImage;
import org.onenip.detect.AnomalyMap;

/**
 * Draws anomaly maps in colour over their grey image. The scale has three fixed points: 0 is the
 * low end, the map's pixel threshold the middle, {@code high} the hot end. What lies below half the
 * threshold stays invisible, the threshold itself is plainly coloured.
 *
 * @param high the value of the hottest colour
 */
public record HeatMap(float high) {
  /** Inferno (matplotlib, CC0): its lightness rises evenly, so it also reads in grey. */
  private static final int[] INFERNO = {
    0x000004, 0x1b0c41, 0x4a0c6b, 0x781c6d, 0xa52c60, 0xcf4446, 0xed6925, 0xfb9b06, 0xf7d13d,
    0xfcffa4
  };

  /** The scale of one map. */
  public static HeatMap of(AnomalyMap map) {
    return of(List.of(map));
  }

  /** One scale for several maps, usually all of a class, so that they compare. */
  public static HeatMap of(Collection<AnomalyMap> maps) {
    float high = 0;
    for (var map : maps) {
      if (hasThreshold(map)) {
        high = Math.max(high, 2 * map.pixelThreshold());
      }
      for (float value : map.values()) {
        if (Float.isFinite(value)) {
          high = Math.max(high, value);
        }
      }
    }
    return new HeatMap(high > 0 ? high : 1);
  }

  /**
   * The map over its image.
   *
   * @param image of the map's size
   */
  public BufferedImage over(RgbImage image, AnomalyMap map) {
    int width = map.width();
    int height = map.height();
    if (image.width() != width || image.height() != height) {
      throw new IllegalArgumentException(
          "a %dx%d map over a %dx%d image".formatted(width, height, image.width(), image.height()));
    }
    float middle = hasThreshold(map) ? map.pixelThreshold() : high / 2;
    var picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    var row = new int[width];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int i = y * width + x;
        double heat = heat(map.values()[i], middle);
        double opacity = opacity(heat);
        int grey = grey(image.rgb(), i);
        row[x] = opacity == 0 ? grey : blend(grey, color(heat), opacity);
      }
      picture.setRGB(0, y, width, 1, row, 0, width);
    }
    return picture;
  }

  /**
   * A colour of the scale.
   *
   * @param heat 0 (low) … 1 (hottest)
   * @return {@code 0xRRGGBB}
   */
  public static int color(double heat) {
    double at = Math.max(0, Math.min(1, heat)) * (INFERNO.length - 1);
    int below = Math.min((int) at, INFERNO.length - 2);
    return blend(INFERNO[below], INFERNO[below + 1], at - below);
  }

  /** Where a value lies on the scale: the middle at 0.5, {@code high} at 1; not a number at 0. */
  private double heat(float value, float middle) {
    double heat =
        value <= middle || high <= middle
            ? 0.5 * value / middle
            : 0.5 + 0.5 * (value - middle) / (high - middle);
    return heat > 0 ? Math.min(1, heat) : 0;
  }

  /** Nothing up to half the threshold (heat 0.25), 0.6 at the threshold, 0.9 at the hot end. */
  private static double opacity(double heat) {
    return heat <= 0.5 ? 0.6 * Math.max(0, 4 * heat - 1) : 0.6 + 0.6 * (heat - 0.5);
  }

  private static boolean hasThreshold(AnomalyMap map) {
    return Float.isFinite(map.pixelThreshold()) && map.pixelThreshold() > 0;
  }

  private static int grey(byte[] rgb, int pixel) {
    int red = rgb[3 * pixel] & 255;
    int green = rgb[3 * pixel + 1] & 255;
    int blue = rgb[3 * pixel + 2] & 255;
    return (299 * red + 587 * green + 114 * blue) / 1000 * 0x010101;
  }

  private static int blend(int under, int over, double opacity) {
    int mixed = 0;
    for (int shift = 16; shift >= 0; shift -= 8) {
      double low = under >> shift & 255;
      double top = over >> shift & 255;
      mixed |= (int) Math.round(low + opacity * (top - low)) << shift;
    }
    return mixed;
  }
}
