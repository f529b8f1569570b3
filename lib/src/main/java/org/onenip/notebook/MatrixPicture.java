package org.onenip.notebook;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import org.onenip.report.Format;
import org.onenip.report.HeatMap;

/**
 * A matrix as a picture, row 0 on top, its scale beside it. XChart's heat maps label every row,
 * however many there are.
 */
final class MatrixPicture {
  private static final int LEFT = 64;
  private static final int RIGHT = Plot.WIDTH - 84;
  private static final int TOP = 14;
  private static final int BOTTOM = Plot.HEIGHT - 52;
  private static final int MOST_TICKS = 10;

  private final Graphics2D pen;
  private final Trace.Matrix matrix;

  private MatrixPicture(Graphics2D pen, Trace.Matrix matrix) {
    this.pen = pen;
    this.matrix = matrix;
  }

  static BufferedImage of(Trace.Matrix matrix, String xAxis, String yAxis, Color ink, Font font) {
    var picture = new BufferedImage(Plot.WIDTH, Plot.HEIGHT, BufferedImage.TYPE_INT_RGB);
    var pen = picture.createGraphics();
    pen.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    pen.setColor(Color.WHITE);
    pen.fillRect(0, 0, Plot.WIDTH, Plot.HEIGHT);
    pen.setColor(ink);
    pen.setFont(font);
    var drawing = new MatrixPicture(pen, matrix);
    pen.drawImage(pixels(matrix), LEFT, TOP, RIGHT - LEFT, BOTTOM - TOP, null);
    drawing.ticks();
    drawing.centered(xAxis, (LEFT + RIGHT) / 2, Plot.HEIGHT - 14);
    drawing.scale();
    pen.rotate(-Math.PI / 2);
    drawing.centered(yAxis, -(TOP + BOTTOM) / 2, 16);
    pen.dispose();
    return picture;
  }

  /** A pixel for each value, from the smallest to the largest. */
  static BufferedImage pixels(Trace.Matrix matrix) {
    var pixels = new BufferedImage(matrix.columns(), matrix.rows(), BufferedImage.TYPE_INT_RGB);
    double low = matrix.low();
    double width = Math.max(matrix.high() - low, Double.MIN_NORMAL);
    for (int i = 0; i < matrix.values().length; i++) {
      int color = HeatMap.color((matrix.values()[i] - low) / width);
      pixels.setRGB(i % matrix.columns(), i / matrix.columns(), color);
    }
    return pixels;
  }

  /** The numbers of columns and rows. */
  private void ticks() {
    for (int column = 0; column < matrix.columns(); column += step(matrix.columns())) {
      int x = (int) (LEFT + (column + 0.5) / matrix.columns() * (RIGHT - LEFT));
      centered(String.valueOf(column), x, BOTTOM + 16);
    }
    for (int row = 0; row < matrix.rows(); row += step(matrix.rows())) {
      int y = (int) (TOP + (row + 0.5) / matrix.rows() * (BOTTOM - TOP));
      var text = String.valueOf(row);
      pen.drawString(text, LEFT - 6 - pen.getFontMetrics().stringWidth(text), y + 4);
    }
  }

  /** The first of 1, 2, 5, 10, 20 … that leaves few ticks. */
  private static int step(int count) {
    int step = 1;
    for (int i = 0; count > MOST_TICKS * step; i++) {
      step = i % 3 == 1 ? step / 2 * 5 : step * 2;
    }
    return step;
  }

  private void scale() {
    int x = RIGHT + 12;
    for (int y = TOP; y < BOTTOM; y++) {
      var ink = pen.getColor();
      pen.setColor(new Color(HeatMap.color((BOTTOM - 1.0 - y) / (BOTTOM - 1 - TOP))));
      pen.fillRect(x, y, 14, 1);
      pen.setColor(ink);
    }
    pen.drawString(Format.number(matrix.high()), x + 18, TOP + 10);
    pen.drawString(
        Format.number((matrix.low() + matrix.high()) / 2), x + 18, (TOP + BOTTOM) / 2 + 4);
    pen.drawString(Format.number(matrix.low()), x + 18, BOTTOM);
  }

  private void centered(String text, int x, int y) {
    pen.drawString(text, x - pen.getFontMetrics().stringWidth(text) / 2, y);
  }
}
