package org.onenip.notebook;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.Base64;
import org.onenip.report.HtmlTable;
import org.onenip.report.Overlays;

/** Pictures inside the page. */
final class Img {
  /** How the address of a PNG begins. */
  static final String PNG = "data:image/png;base64,";

  private Img() {}

  /**
   * An element that holds the picture, scaled down to a side; what is smaller than half of that,
   * say a feature map, is shown enlarged with its pixels as squares.
   *
   * @param alt what a reader learns who cannot see it
   */
  static String of(BufferedImage picture, int side, String alt) {
    int longest = Math.max(picture.getWidth(), picture.getHeight());
    boolean tiny = 2 * longest <= side;
    double scale = tiny || longest > side ? side / (double) longest : 1;
    return element(
        uri(Overlays.thumbnail(opaque(picture), side)),
        (int) Math.round(scale * picture.getWidth()),
        (int) Math.round(scale * picture.getHeight()),
        alt,
        tiny ? "image-rendering:pixelated" : "");
  }

  /** An element of this size on wide pages. */
  static String element(String uri, int width, int height, String alt, String style) {
    return "<img src=\"%s\" width=\"%d\" height=\"%d\" alt=\"%s\" style=\"max-width:100%%;height:auto;%s\">"
        .formatted(uri, width, height, HtmlTable.escape(alt), style);
  }

  /** A {@code data:} address, as PNG or JPEG, whichever is smaller. */
  static String uri(BufferedImage picture) {
    var png = pngUri(picture);
    var jpeg = Overlays.dataUri(picture);
    return png.length() <= jpeg.length() ? png : jpeg;
  }

  /** A {@code data:} address, as PNG. */
  static String pngUri(BufferedImage picture) {
    return PNG + Base64.getEncoder().encodeToString(Overlays.png(picture));
  }

  /** The picture on white, as JPEG needs it. */
  static BufferedImage opaque(BufferedImage picture) {
    var opaque =
        new BufferedImage(picture.getWidth(), picture.getHeight(), BufferedImage.TYPE_INT_RGB);
    var pen = opaque.createGraphics();
    pen.drawImage(picture, 0, 0, Color.WHITE, null);
    pen.dispose();
    return opaque;
  }
}
