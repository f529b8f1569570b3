package org.onenip.notebook;

import java.awt.Color;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.onenip.data.ImageFiles;
import org.onenip.data.RgbImage;
import org.onenip.report.HeatMap;
import org.onenip.report.Overlays;
import org.onenip.support.Resources;

/**
 * An image under a grid of tokens; a click on one, or the arrow keys, lay that token's own map over
 * the image, say its attention to all others. Without scripts the map of the middle is seen.
 * Immutable: each method gives a new one.
 *
 * <pre>{@code
 * ClickMap.of(image, attention).caption("Where a token looks").html()
 * }</pre>
 */
public final class ClickMap {
  private static final int SIDE = 320;

  /** Four bits a token: 200 bytes a map. */
  private static final int LEVELS = 16;

  private static final IndexColorModel COLORS = colors();

  private final BufferedImage image;
  private final int grid;
  private final float[] maps;
  private final int start;
  private final String caption;

  private ClickMap(BufferedImage image, int grid, float[] maps, int start, String caption) {
    this.image = image;
    this.grid = grid;
    this.maps = maps;
    this.start = start;
    this.caption = caption;
  }

  /** What the page's script reads. */
  private record Content(int grid, int start, String image, String png, List<String> maps) {}

  /**
   * The maps of all tokens of a square grid, each drawn from 0, transparent, to its own largest
   * value.
   *
   * @param maps {@code (L, L)} as a tensor gives them: a row for each token, from the image's top
   *     left on, of one value for each token
   */
  public static ClickMap of(RgbImage image, float... maps) {
    int grid = (int) Math.round(Math.pow(maps.length, 0.25));
    if (maps.length == 0 || grid * grid * grid * grid != maps.length) {
      throw new IllegalArgumentException(
          "%d values are not L*L for the L tokens of a square grid".formatted(maps.length));
    }
    int middle = grid / 2 * grid + grid / 2;
    return new ClickMap(ImageFiles.toBuffered(image), grid, maps.clone(), middle, "");
  }

  /** Which token's map is shown first, from 0. */
  public ClickMap startAt(int token) {
    return new ClickMap(image, grid, maps, token, caption);
  }

  /** A text below: what to see. */
  public ClickMap caption(String text) {
    return new ClickMap(image, grid, maps, start, text);
  }

  /** The figure for {@code display(…, "text/html")}. */
  public String html() {
    var small = Overlays.thumbnail(image, SIDE);
    var content =
        new Content(
            grid,
            start,
            Img.uri(small),
            Img.PNG,
            IntStream.range(0, grid * grid)
                .mapToObj(token -> Img.pngUri(picture(token)).substring(Img.PNG.length()))
                .toList());
    var body =
        """
        <div>token: <b>row %d, column %d</b></div>\
        <div class="onenip-stage" style="position:relative;display:inline-block;max-width:100%%;line-height:0">%s</div>\
        <script>%s</script>"""
            .formatted(
                start / grid,
                start % grid,
                Img.element(
                    Img.uri(over(small)),
                    SIDE,
                    SIDE * image.getHeight() / image.getWidth(),
                    "the map of the token in row %d, column %d, over the image"
                        .formatted(start / grid, start % grid),
                    ""),
                Resources.text(ClickMap.class, "click-map.js"));
    return Html.figure(Html.data("onenip-click-map", content), Plot.WIDTH, "", body, caption);
  }

  /** A token's map as a picture of one pixel a token. */
  private BufferedImage picture(int token) {
    var picture = new BufferedImage(grid, grid, BufferedImage.TYPE_BYTE_BINARY, COLORS);
    var map = Arrays.copyOfRange(maps, token * grid * grid, (token + 1) * grid * grid);
    double most = 0;
    for (float value : map) {
      most = Math.max(most, value);
    }
    for (int i = 0; i < map.length; i++) {
      int level = map[i] > 0 ? (int) Math.round(map[i] / most * (LEVELS - 1)) : 0;
      picture.getRaster().setSample(i % grid, i / grid, 0, level);
    }
    return picture;
  }

  /** What a page without scripts shows, with the token framed. */
  private BufferedImage over(BufferedImage small) {
    int width = small.getWidth();
    int height = small.getHeight();
    var picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    var pen = picture.createGraphics();
    pen.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR);
    pen.drawImage(small, 0, 0, null);
    pen.drawImage(picture(start), 0, 0, width, height, null);
    pen.setColor(Color.decode("#56b4e9"));
    pen.drawRect(
        start % grid * width / grid,
        start / grid * height / grid,
        width / grid - 1,
        height / grid - 1);
    pen.dispose();
    return picture;
  }

  /** The heat maps' scale without its dark end, the colder the more transparent. */
  private static IndexColorModel colors() {
    var colors =
        IntStream.range(0, LEVELS)
            .mapToDouble(level -> level / (LEVELS - 1.0))
            .mapToInt(
                heat ->
                    (int) (255 * 0.85 * Math.sqrt(heat)) << 24 | HeatMap.color(0.4 + 0.6 * heat))
            .toArray();
    return new IndexColorModel(4, LEVELS, colors, 0, true, -1, DataBuffer.TYPE_BYTE);
  }
}
