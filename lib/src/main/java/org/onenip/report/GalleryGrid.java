package org.onenip.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.onenip.data.ImageFiles;
import org.onenip.data.RgbImage;
import org.onenip.evaluation.GalleryItem;
import org.onenip.evaluation.ImageResult;

/** The grid of test images, worst misses first; pictures are encoded as the page is written. */
final class GalleryGrid {
  private static final int SIDE = 320;

  private GalleryGrid() {}

  /**
   * One test image on the page.
   *
   * @param file the image file's name
   * @param decision how the decision is called
   * @param style the decision's CSS class
   * @param image with the mask's outline, as a {@code data:} address
   * @param map the heat map with the mask's outline
   * @param prompt the prompt that was given; empty where there was none
   * @param promptClass its class
   */
  record Tile(
      String className,
      String kind,
      String file,
      String score,
      String threshold,
      String decision,
      String style,
      String image,
      String map,
      String prompt,
      String promptClass) {}

  /** The tiles, wrong decisions first. */
  static List<Tile> tiles(List<GalleryItem> items) {
    var scales = scales(items);
    var sorted = new ArrayList<>(items);
    sorted.sort(
        Comparator.comparing((GalleryItem item) -> Decision.of(item.result()).ordinal())
            .thenComparing(
                Comparator.comparingDouble((GalleryItem item) -> item.result().miss()).reversed()));
    return sorted.stream()
        .map(item -> tile(item, scales.get(item.result().sample().className())))
        .toList();
  }

  /** A scale for each class. */
  private static Map<String, HeatMap> scales(List<GalleryItem> items) {
    return items.stream()
        .collect(
            Collectors.groupingBy(
                item -> item.result().sample().className(),
                Collectors.collectingAndThen(
                    Collectors.mapping(GalleryItem::map, Collectors.toList()), HeatMap::of)));
  }

  private static Tile tile(GalleryItem item, HeatMap scale) {
    var image = ImageFiles.toBuffered(item.image());
    var map = scale.over(item.image(), item.map());
    item.mask().ifPresent(mask -> Overlays.outline(image, mask));
    item.mask().ifPresent(mask -> Overlays.outline(map, mask));
    var result = item.result();
    var decision = Decision.of(result);
    return new Tile(
        result.sample().className(),
        result.sample().kind(),
        result.sample().image().getFileName().toString(),
        Format.number(result.score()),
        Format.number(result.threshold()),
        decision.text,
        decision.style,
        Overlays.dataUri(Overlays.thumbnail(image, SIDE)),
        Overlays.dataUri(Overlays.thumbnail(map, SIDE)),
        item.prompt().map(GalleryGrid::promptUri).orElse(""),
        result.prompt() == null ? "" : result.prompt());
  }

  private static String promptUri(RgbImage prompt) {
    return Overlays.dataUri(Overlays.thumbnail(ImageFiles.toBuffered(prompt), SIDE / 2));
  }

  /** What became of an image, in the order in which it deserves attention. */
  enum Decision {
    MISSED("missed", "missed"),
    FALSE_ALARM("false alarm", "alarm"),
    RIGHT("right", "right"),
    NONE("no threshold", "none");

    private final String text;
    private final String style;

    Decision(String text, String style) {
      this.text = text;
      this.style = style;
    }

    /** How the page calls it. */
    public String text() {
      return text;
    }

    /** Its CSS class. */
    public String style() {
      return style;
    }

    static Decision of(ImageResult result) {
      if (!Float.isFinite(result.threshold())) {
        return NONE;
      }
      if (result.right()) {
        return RIGHT;
      }
      return result.sample().anomalous() ? MISSED : FALSE_ALARM;
    }
  }
}
