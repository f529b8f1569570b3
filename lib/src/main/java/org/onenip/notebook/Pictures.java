package org.onenip.notebook;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import org.onenip.data.ImageFiles;
import org.onenip.data.PixelMask;
import org.onenip.data.RgbImage;
import org.onenip.report.HtmlTable;

/**
 * Pictures side by side, as many a line as the page has room for. Immutable: each method gives a
 * new row.
 *
 * <pre>{@code
 * Pictures.row().add(image, "a cable").add(map, "its anomaly map").caption("Where it is cut").html()
 * }</pre>
 */
public final class Pictures {
  private static final int SIDE = 160;

  private final int side;
  private final List<Item> items;
  private final String caption;

  private record Item(BufferedImage picture, String caption) {}

  private Pictures(int side, List<Item> items, String caption) {
    this.side = side;
    this.items = List.copyOf(items);
    this.caption = caption;
  }

  /** An empty row of pictures up to 160 pixels wide. */
  public static Pictures row() {
    return row(SIDE);
  }

  /** An empty row of pictures up to {@code side} pixels wide. */
  public static Pictures row(int side) {
    return new Pictures(side, List.of(), "");
  }

  /** Adds a picture with a text below. */
  public Pictures add(BufferedImage picture, String caption) {
    var more = new ArrayList<>(items);
    more.add(new Item(picture, caption));
    return new Pictures(side, more, this.caption);
  }

  /** Adds a picture with a text below. */
  public Pictures add(RgbImage picture, String caption) {
    return add(ImageFiles.toBuffered(picture), caption);
  }

  /** Adds a mask: white where anomalous. */
  public Pictures add(PixelMask mask, String caption) {
    var picture = new BufferedImage(mask.width(), mask.height(), BufferedImage.TYPE_BYTE_BINARY);
    for (int i = 0; i < mask.anomalous().length; i++) {
      int level = mask.anomalous()[i] ? 1 : 0;
      picture.getRaster().setSample(i % mask.width(), i / mask.width(), 0, level);
    }
    return add(picture, caption);
  }

  /**
   * Adds values as colours, row by row from the top as a tensor gives them, from the smallest,
   * dark, to the largest.
   *
   * @param columns values a row
   */
  public Pictures add(int columns, float[] values, String caption) {
    return add(MatrixPicture.pixels(new Trace.Matrix("", columns, values)), caption);
  }

  /** A text below all: what to see in them. */
  public Pictures caption(String text) {
    return new Pictures(side, items, text);
  }

  /** The figure for {@code display(…, "text/html")}. */
  public String html() {
    var body = new StringBuilder("<div style=\"display:flex;flex-wrap:wrap;gap:10px 6px\">");
    for (var item : items) {
      body.append(
          "<div style=\"width:%dpx;line-height:1.3\">%s<div>%s</div></div>"
              .formatted(
                  side,
                  Img.of(item.picture(), side, item.caption()),
                  HtmlTable.escape(item.caption())));
    }
    return Html.figure("", Plot.WIDTH, "", body + "</div>", caption);
  }
}
