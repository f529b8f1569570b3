package org.onenip.evaluation;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.onenip.evaluation.PublishedFigures.PublishedClass;
import org.onenip.support.UserError;

/**
 * What was measured beside what was published. Classes are the same if their names are but for
 * case, spaces and punctuation ({@code Metal Nut}, {@code metal_nut}, {@code MetalNut}); of a
 * merged set's {@code mvtec/metal_nut} the last part counts.
 *
 * @param published with what
 * @param rows the classes that both have, in the published order
 * @param means of each published set of which there is a class, and of all
 * @param onlyMeasured classes that were not published
 * @param onlyPublished classes that were not measured
 */
public record PublishedComparison(
    PublishedFigures published,
    List<Row> rows,
    List<Mean> means,
    List<String> onlyMeasured,
    List<String> onlyPublished) {

  /**
   * A class that both have.
   *
   * @param name as measured
   */
  public record Row(String name, PublishedClass published, Percents measured) {
    /** Measured minus published, in points. */
    public Percents difference() {
      return measured.minus(published.percents());
    }
  }

  /**
   * Means over the classes, and over the figures, that both have.
   *
   * @param set of these
   * @param classes how many both have
   * @param of how many were published
   * @param printed the mean of all of them as it was printed, or {@code null}
   */
  public record Mean(
      PublishedSet set,
      int classes,
      int of,
      Percents measured,
      Percents published,
      Percents printed) {
    /** Measured minus published, in points. */
    public Percents difference() {
      return measured.minus(published);
    }

    /** Measured minus printed, in points; nothing where classes are missing. */
    public Percents differenceFromPrinted() {
      return classes == of ? measured.minus(printed) : Percents.NONE;
    }
  }

  /**
   * Pairs the classes.
   *
   * @param measured by class
   * @throws UserError if two measured classes would be the same published one
   */
  public static PublishedComparison of(Map<String, Figures> measured, PublishedFigures published) {
    var rows = new ArrayList<Row>();
    var left = new ArrayList<>(measured.keySet());
    var onlyPublished = new ArrayList<String>();
    for (var one : published.classes()) {
      var name = find(measured, one);
      if (name == null) {
        onlyPublished.add(one.name());
      } else {
        left.remove(name);
        rows.add(new Row(name, one, Percents.of(measured.get(name))));
      }
    }
    return new PublishedComparison(
        published, rows, means(published, rows), List.copyOf(left), onlyPublished);
  }

  /** The measured name of a published class, or {@code null}. */
  private static String find(Map<String, Figures> measured, PublishedClass published) {
    var names =
        measured.keySet().stream()
            .filter(name -> normal(own(name)).equals(normal(published.name())))
            .toList();
    if (names.size() <= 1) {
      return names.isEmpty() ? null : names.get(0);
    }
    var ofSet =
        names.stream()
            .filter(name -> normal(name).startsWith(normal(published.set().title())))
            .toList();
    if (ofSet.size() != 1) {
      throw new UserError(
          "%s could each be the published %s: measure one of them alone with evaluate --classes."
              .formatted(String.join(" and ", names), published.name()));
    }
    return ofSet.get(0);
  }

  private static String own(String name) {
    return name.substring(name.lastIndexOf('/') + 1);
  }

  private static String normal(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]", "");
  }

  private static List<Mean> means(PublishedFigures published, List<Row> rows) {
    var means = new ArrayList<Mean>();
    published
        .means()
        .forEach(
            (set, printed) -> {
              var members = rows.stream().filter(row -> of(set, row.published())).toList();
              if (!members.isEmpty()) {
                int all = (int) published.classes().stream().filter(one -> of(set, one)).count();
                means.add(
                    new Mean(
                        set,
                        members.size(),
                        all,
                        Percents.mean(members.stream().map(Row::measured).toList()),
                        Percents.mean(
                            members.stream()
                                .map(row -> row.published().percents().where(row.measured()))
                                .toList()),
                        printed));
              }
            });
    return means;
  }

  private static boolean of(PublishedSet set, PublishedClass one) {
    return set == PublishedSet.ALL || set == one.set();
  }
}
