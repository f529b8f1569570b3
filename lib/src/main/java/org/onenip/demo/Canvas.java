package org.onenip.demo;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Paint;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.awt.image.DataBufferInt;
import java.util.Arrays;

/**
 * A picture that is drawn at twice its size and averaged down. Lengths are pixels of the final
 * image, whatever the scale.
 */
final class Canvas {
  /** The side of the final image. */
  static final int SIZE = 256;

  /** How many times larger the picture is while it is drawn. */
  static final int SCALE = 2;

  /** The side while it is drawn. */
  static final int LARGE = SIZE * SCALE;

  private final BufferedImage image = new BufferedImage(LARGE, LARGE, BufferedImage.TYPE_INT_RGB);
  private final int[] pixels = ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
  private final Graphics2D pen = image.createGraphics();

  Canvas() {
    smooth(pen);
    pen.scale(SCALE, SCALE);
  }

  private static void smooth(Graphics2D pen) {
    pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    pen.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
  }

  /**
   * The pen for everything that lies still, and for parts through {@link #pen(AffineTransform)}.
   */
  Graphics2D pen() {
    return pen;
  }

  /** A pen of its own for a part that is moved, turned or mirrored. */
  Graphics2D pen(AffineTransform place) {
    var own = (Graphics2D) pen.create();
    own.transform(place);
    return own;
  }

  /** The packed RGB pixels, {@code LARGE × LARGE}, for those who draw pixel by pixel. */
  int[] pixels() {
    return pixels;
  }

  /** Fills the whole picture. */
  void background(Color color) {
    Arrays.fill(pixels, color.getRGB());
  }

  /** Moves and turns everything that is drawn from now on, about the middle. */
  void place(double dx, double dy, double degrees) {
    pen.translate(dx, dy);
    pen.rotate(Math.toRadians(degrees), SIZE / 2.0, SIZE / 2.0);
  }

  /** Fills a shape. */
  void fill(Shape shape, Paint paint) {
    pen.setPaint(paint);
    pen.fill(shape);
  }

  /** Brightens and darkens all pixels by a field: grain, brushing, unevenness. */
  void grain(float[] field, double strength) {
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = Jitter.times(pixels[i], 1 + strength * field[i]);
    }
  }

  /**
   * Casts the soft shadow of a shape.
   *
   * @param dx how far to the right it falls, whichever way the picture is turned
   * @param dy how far down
   * @param blur the softness in pixels
   * @param opacity 0…1
   */
  void shadow(Shape shape, double dx, double dy, int blur, double opacity) {
    var layer = new BufferedImage(SIZE, SIZE, BufferedImage.TYPE_BYTE_GRAY);
    var brush = layer.createGraphics();
    smooth(brush);
    brush.translate(dx, dy);
    brush.scale(1.0 / SCALE, 1.0 / SCALE);
    brush.transform(pen.getTransform());
    brush.setColor(Color.WHITE);
    brush.fill(shape);
    brush.dispose();
    var dark = blurred(((DataBufferByte) layer.getRaster().getDataBuffer()).getData(), blur);
    for (int y = 0; y < LARGE; y++) {
      for (int x = 0; x < LARGE; x++) {
        int value = dark[y / SCALE * SIZE + x / SCALE];
        if (value > 0) {
          int at = y * LARGE + x;
          pixels[at] = Jitter.times(pixels[at], 1 - opacity * value / 255);
        }
      }
    }
  }

  private static int[] blurred(byte[] grey, int radius) {
    var values = new int[grey.length];
    for (int i = 0; i < grey.length; i++) {
      values[i] = grey[i] & 255;
    }
    for (int pass = 0; pass < 2; pass++) {
      values = boxTransposed(values, radius);
      values = boxTransposed(values, radius);
    }
    return values;
  }

  /** A running mean along the rows, written as columns: twice gives both directions. */
  private static int[] boxTransposed(int[] in, int radius) {
    var out = new int[in.length];
    int width = 2 * radius + 1;
    for (int y = 0; y < SIZE; y++) {
      int sum = 0;
      for (int x = -radius; x < SIZE + radius; x++) {
        sum += x + radius < SIZE ? in[y * SIZE + x + radius] : 0;
        sum -= x - radius - 1 >= 0 ? in[y * SIZE + x - radius - 1] : 0;
        if (x >= 0 && x < SIZE) {
          out[x * SIZE + y] = sum / width;
        }
      }
    }
    return out;
  }

  /** The final picture: {@code SIZE × SIZE × 3} means of the drawn pixels, 0…255. */
  float[] average() {
    var means = new float[SIZE * SIZE * 3];
    float share = 1f / (SCALE * SCALE);
    for (int y = 0; y < LARGE; y++) {
      for (int x = 0; x < LARGE; x++) {
        int pixel = pixels[y * LARGE + x];
        int at = 3 * (y / SCALE * SIZE + x / SCALE);
        means[at] += share * (pixel >> 16 & 255);
        means[at + 1] += share * (pixel >> 8 & 255);
        means[at + 2] += share * (pixel & 255);
      }
    }
    return means;
  }
}
