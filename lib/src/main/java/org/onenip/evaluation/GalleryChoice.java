package org.onenip.evaluation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Chooses which images of a class to show: its misses, worst first, and, spread over the kinds of
 * image, those with the highest scores. Misses take half of the places, more where others are few.
 * Holds no more than that many images a kind.
 */
final class GalleryChoice {
  private static final Comparator<GalleryItem> FIRST_SHOWN =
      Comparator.comparingDouble((GalleryItem item) -> Math.max(miss(item), 0))
          .thenComparingDouble(item -> item.result().score())
          .reversed();

  private final int most;
  private final Map<String, List<GalleryItem>> byKind = new TreeMap<>();

  /**
   * An empty gallery.
   *
   * @param most images to show
   */
  GalleryChoice(int most) {
    this.most = most;
  }

  /** Offers an image; it is dropped at once if enough others of its kind come before it. */
  void offer(GalleryItem item) {
    var kept = byKind.computeIfAbsent(item.result().sample().kind(), kind -> new ArrayList<>());
    kept.add(item);
    kept.sort(FIRST_SHOWN);
    if (kept.size() > most) {
      kept.remove(most);
    }
  }

  /** The images to show, in order. */
  List<GalleryItem> chosen() {
    var misses = new ArrayList<GalleryItem>();
    byKind
        .values()
        .forEach(items -> items.stream().filter(GalleryChoice::missed).forEach(misses::add));
    misses.sort(FIRST_SHOWN);
    var others = new ArrayList<GalleryItem>();
    for (int rank = 0; rank < most; rank++) {
      for (var items : byKind.values()) {
        items.stream().filter(item -> !missed(item)).skip(rank).findFirst().ifPresent(others::add);
      }
    }
    int missesShown = Math.min(misses.size(), Math.max(most / 2, most - others.size()));
    int othersShown = Math.min(others.size(), most - missesShown);
    var chosen = new ArrayList<>(misses.subList(0, missesShown));
    chosen.addAll(others.subList(0, othersShown));
    return List.copyOf(chosen);
  }

  private static boolean missed(GalleryItem item) {
    return miss(item) > 0;
  }

  /** How far an image lies on the wrong side of the threshold; 0 without a threshold. */
  private static double miss(GalleryItem item) {
    return Float.isInfinite(item.result().threshold()) ? 0 : item.result().miss();
  }
}
