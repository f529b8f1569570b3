package org.onenip.evaluation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.onenip.evaluation.PublishedTables.Row;

/**
 * What was published of a model.
 *
 * @param source short, for the head of a column
 * @param title where it stands
 * @param size side of its images
 * @param classes by class
 * @param means as printed, by data set; the sets of a merged model first, {@link PublishedSet#ALL}
 *     last; {@code null} for a set whose mean was not printed
 */
public record PublishedFigures(
    String source,
    String title,
    int size,
    List<PublishedClass> classes,
    Map<PublishedSet, Percents> means) {
  /** The paper's image side, but for its Table 3. */
  private static final int PAPER_SIZE = 224;

  private static final String MEAN = "mean";

  private static final List<PublishedSet> SINGLE =
      List.of(PublishedSet.MVTEC, PublishedSet.BTAD, PublishedSet.VISA);

  /**
   * A class of a published table.
   *
   * @param set which data set it is of
   * @param name as printed
   */
  public record PublishedClass(PublishedSet set, String name, Percents percents) {}

  /** The methods of the paper's tables of a set, in their order. */
  public static List<String> paperMethods(PublishedSet set) {
    var rows = set == PublishedSet.ALL ? PublishedTables.PAPER_MERGED : PublishedTables.PAPER;
    return rows.stream().map(Row::variant).distinct().toList();
  }

  /** The image sides of the v2 checkpoints. */
  public static List<Integer> v2Sizes() {
    return PublishedTables.V2.stream().map(Row::variant).distinct().map(Integer::valueOf).toList();
  }

  /**
   * Tables 5 and 6. Of one model of all sets the paper prints means only (Table 2): its classes are
   * then those of one model a set.
   *
   * @param method one of {@link #paperMethods}
   */
  public static PublishedFigures paper(PublishedSet set, String method) {
    Predicate<Row> ofMethod = row -> row.variant().equals(method);
    boolean merged = set == PublishedSet.ALL;
    var classes = new ArrayList<PublishedClass>();
    var means = new LinkedHashMap<PublishedSet, Percents>();
    for (var one : merged ? SINGLE : List.of(set)) {
      PublishedTables.PAPER.stream()
          .filter(ofMethod.and(one::has).and(Predicate.not(Row::mean)))
          .forEach(row -> classes.add(new PublishedClass(one, row.name(), row.percents())));
      means.put(
          one,
          merged
              ? printed(PublishedTables.PAPER_MERGED, ofMethod, one.title())
              : printed(PublishedTables.PAPER, ofMethod.and(one::has), MEAN));
    }
    if (merged) {
      means.put(set, printed(PublishedTables.PAPER_MERGED, ofMethod, MEAN));
    }
    var tables =
        merged
            ? "the paper's Table 2 (means as printed) and Tables 5 and 6 (classes, of one model a set)"
            : "the paper's Tables 5 and 6";
    var title = "%s, %s on %s".formatted(tables, method, set.title());
    return new PublishedFigures("paper", title, PAPER_SIZE, classes, means);
  }

  /**
   * The v2 checkpoints, OneNIP's alone.
   *
   * @param size one of {@link #v2Sizes}
   */
  public static PublishedFigures v2(PublishedSet set, int size) {
    Predicate<Row> ofSize = row -> row.variant().equals(String.valueOf(size));
    var rows = PublishedTables.V2.stream().filter(ofSize.and(set::has)).toList();
    var classes =
        rows.stream()
            .filter(Predicate.not(Row::mean))
            .map(row -> new PublishedClass(single(row.name()), row.name(), row.percents()))
            .toList();
    var means = new LinkedHashMap<PublishedSet, Percents>();
    if (set == PublishedSet.ALL) {
      SINGLE.forEach(one -> means.put(one, null));
    }
    means.put(set, printed(rows, row -> true, MEAN));
    var title =
        "the authors' v2 checkpoint, OneNIP on %s at %d pixels".formatted(set.title(), size);
    return new PublishedFigures("v2", title, size, classes, means);
  }

  private static Percents printed(List<Row> rows, Predicate<Row> which, String name) {
    return rows.stream()
        .filter(which.and(row -> row.name().equalsIgnoreCase(name)))
        .map(Row::percents)
        .findFirst()
        .orElse(null);
  }

  /** The set of a class of the v2 file, whose merged rows do not say it. */
  private static PublishedSet single(String name) {
    return SINGLE.stream()
        .filter(
            set ->
                PublishedTables.V2.stream()
                    .anyMatch(row -> set.has(row) && row.name().equals(name)))
        .findFirst()
        .orElseThrow();
  }
}
