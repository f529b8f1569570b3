package org.onenip.demo;

import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;

/** Letters of five by seven dots, so that print does not depend on the machine's fonts. */
final class Glyphs {
  private static final String LETTERS = "ABCDEFGHIKLMNOPRSTUVXYZ0123456789-.:";

  /** One letter an entry: seven rows of five dots, each row two hexadecimal digits. */
  private static final String[] ROWS = {
    "0E11111F111111", "1E11111E11111E", "0E11101010110E", "1E11111111111E", "1F10101E10101F",
    "1F10101E101010", "0E11101713110F", "1111111F111111", "0E04040404040E", "11121418141211",
    "1010101010101F", "111B1515111111", "11191915131311", "0E11111111110E", "1E11111E101010",
    "1E11111E141211", "0F10100E01011E", "1F040404040404", "1111111111110E", "11111111110A04",
    "11110A040A1111", "11110A04040404", "1F01020408101F", "0E11131519110E", "040C040404040E",
    "0E11010204081F", "1F02040201110E", "02060A121F0202", "1F101E0101110E", "0608101E11110E",
    "1F010204080808", "0E11110E11110E", "0E11110F01020C", "0000001F000000", "00000000000C0C",
    "000C0C000C0C00"
  };

  private Glyphs() {}

  /** The width of a text whose letters are {@code height} tall. */
  static double width(String text, double height) {
    return (6 * text.length() - 1) * height / 7;
  }

  /** Prints a text with the pen's paint; blanks and letters without a glyph stay empty. */
  static void print(Graphics2D pen, String text, double x, double y, double height) {
    double dot = height / 7;
    for (int i = 0; i < text.length(); i++) {
      int letter = LETTERS.indexOf(text.charAt(i));
      for (int row = 0; letter >= 0 && row < 7; row++) {
        int dots = Integer.parseInt(ROWS[letter].substring(2 * row, 2 * row + 2), 16);
        for (int column = 0; column < 5; column++) {
          if ((dots >> 4 - column & 1) == 1) {
            pen.fill(
                new Rectangle2D.Double(
                    x + (6 * i + column) * dot, y + row * dot, dot * 1.06, dot * 1.06));
          }
        }
      }
    }
  }
}
