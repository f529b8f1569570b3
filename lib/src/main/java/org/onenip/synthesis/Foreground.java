package org.onenip.synthesis;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.onenip.data.RgbImage;

/**
 * Where an object stands on a plain ground, its pixels; else all pixels.
 *
 * <p>The ground ({@link PlainGround}) is what paths of pixels of its colour connect to the image's
 * edge, so that a hole in the object belongs to the object; grains below 2 % of the side count as
 * what is around them. Something stands on it where the rest is 3 to 90 % of the image and has a
 * clear outline: across half of it at least the colour jumps within 2.5 % of the side. A surface
 * that is lit unevenly has none.
 */
public final class Foreground {
  private static final double GRAIN = 0.01;
  private static final double LEAST = 0.03;
  private static final double MOST = 0.9;
  private static final double OUTLINE = 0.025;

  private final int width;
  private final int height;

  /** The object's pixels; null where there is no plain ground. */
  private final boolean[] object;

  private Foreground(int width, int height, boolean[] object) {
    this.width = width;
    this.height = height;
    this.object = object;
  }

  /** All pixels of an image, whatever it shows. */
  public static Foreground everywhere(RgbImage image) {
    return new Foreground(image.width(), image.height(), null);
  }

  /** Looks for an object on a plain ground. */
  public static Foreground of(RgbImage image) {
    int width = image.width();
    int height = image.height();
    var ground = PlainGround.of(image);
    if (ground.isEmpty()) {
      return everywhere(image);
    }
    var distances = ground.get().distances(image);
    var rough = unreached(distances, ground.get().tolerance(), width, height);
    int grain = Math.max(1, (int) Math.round(GRAIN * Math.min(width, height)));
    var object = around(rough, 0.5, width, height, grain);
    int count = 0;
    for (boolean of : object) {
      count += of ? 1 : 0;
    }
    boolean stands =
        count >= LEAST * object.length
            && count <= MOST * object.length
            && hasOutline(object, distances, ground.get().tolerance(), width, height);
    return stands ? new Foreground(width, height, object) : everywhere(image);
  }

  /** Whether an object was found. */
  public boolean found() {
    return object != null;
  }

  /** Whether a pixel, counted row by row, belongs to it. */
  public boolean contains(int pixel) {
    return object == null || object[pixel];
  }

  /** A random pixel of it. */
  int place(SplittableRandom random) {
    int pixel = random.nextInt(width * height);
    while (!contains(pixel)) {
      pixel = random.nextInt(width * height);
    }
    return pixel;
  }

  /** A random pixel of the ground; of the whole image where there is none. */
  int placeOnGround(SplittableRandom random) {
    int pixel = random.nextInt(width * height);
    while (object != null && object[pixel]) {
      pixel = random.nextInt(width * height);
    }
    return pixel;
  }

  /** The same with a rim of some pixels around it. */
  Foreground dilated(int pixels) {
    if (object == null) {
      return this;
    }
    return new Foreground(width, height, around(object, 1e-4, width, height, pixels));
  }

  /** What no path of plain pixels connects to the image's edge. */
  private static boolean[] unreached(float[] distances, double tolerance, int width, int height) {
    var object = new boolean[distances.length];
    Arrays.fill(object, true);
    var queue = new int[distances.length];
    int end = 0;
    for (int p = 0; p < distances.length; p++) {
      if (onEdge(p % width, p / width, width, height) && distances[p] <= tolerance) {
        object[p] = false;
        queue[end++] = p;
      }
    }
    for (int next = 0; next < end; next++) {
      int p = queue[next];
      int x = p % width;
      int[] neighbors = {x > 0 ? p - 1 : p, x < width - 1 ? p + 1 : p, p - width, p + width};
      for (int q : neighbors) {
        if (q >= 0 && q < object.length && object[q] && distances[q] <= tolerance) {
          object[q] = false;
          queue[end++] = q;
        }
      }
    }
    return object;
  }

  /** Pixels in whose window more than a share is set. */
  private static boolean[] around(
      boolean[] flags, double share, int width, int height, int radius) {
    var values = new float[flags.length];
    for (int p = 0; p < values.length; p++) {
      values[p] = flags[p] ? 1 : 0;
    }
    var means = BoxBlur.mean(values, width, height, radius);
    var result = new boolean[flags.length];
    for (int p = 0; p < result.length; p++) {
      result[p] = means[p] > share;
    }
    return result;
  }

  private static boolean onEdge(int x, int y, int width, int height) {
    return x == 0 || y == 0 || x == width - 1 || y == height - 1;
  }

  /** Whether the colour jumps across at least half of the outline. */
  private static boolean hasOutline(
      boolean[] object, float[] distances, double tolerance, int width, int height) {
    int reach = Math.max(2, (int) Math.round(OUTLINE * Math.min(width, height)));
    int crossings = 0;
    int jumps = 0;
    for (int y = 0; y < height; y++) {
      for (int x = 1; x < width; x++) {
        int p = y * width + x;
        if (object[p] != object[p - 1]) {
          int inside = x + (object[p] ? reach : -1 - reach);
          int outside = x + (object[p] ? -1 - reach : reach);
          if (inside >= 0 && inside < width && outside >= 0 && outside < width) {
            crossings++;
            float jump = distances[y * width + inside] - distances[y * width + outside];
            jumps += jump >= tolerance ? 1 : 0;
          }
        }
      }
    }
    return jumps > 0 && 2 * jumps >= crossings;
  }
}
