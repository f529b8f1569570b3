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
   * @param image with the mask's outline, as a {@code data:} address
   * @param map the heat map with the mask's outline
   * @param prompt the prompt that was given; empty where there was none
   */
  record Tile(ImageResult result, String image, String map, String prompt) {
    public String className() {
      return result.sample().className();
    }

    public String kind() {
      return result.sample().kind();
    }

    /** The image file's name. */
    public String file() {
      return result.sample().image().getFileName().toString();
    }

    public String score() {
      return Format.number(result.score());
    }

    public String threshold() {
      return Format.number(result.threshold());
    }

    /** How the decision is called. */
    public String decision() {
      return Decision.of(result).text;
    }

    /** The decision's CSS class. */
    public String style() {
      return Decision.of(result).style;
    }

    /** The prompt's class; empty where there was none. */
    public String promptClass() {
      return result.prompt() == null ? "" : result.prompt();
    }
  }

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
    return new Tile(
        item.result(),
        Overlays.dataUri(Overlays.thumbnail(image, SIDE)),
        Overlays.dataUri(Overlays.thumbnail(map, SIDE)),
        item.prompt().map(GalleryGrid::promptUri).orElse(""));
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
