package org.onenip.data.check;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.csv.CSVFormat;
import org.onenip.support.Resources;

/**
 * How many images MVTec AD, BTAD and VisA have in each class, as commonly reported. Held against
 * other sources: the sums of each set are those of the paper's appendix B; VisA's normal images a
 * class are those of its own page; BTAD's test images of class 01, the normal ones of 02 and the
 * defective ones of 03 were counted in the published list.
 *
 * @param set its name
 * @param classes counts by class
 */
record PublishedCounts(String set, Map<String, Counts> classes) {
  private static final Map<String, PublishedCounts> ALL = read();

  private static Map<String, PublishedCounts> read() {
    var all = new LinkedHashMap<String, PublishedCounts>();
    var text = Resources.text(PublishedCounts.class, "published.csv");
    var format = CSVFormat.DEFAULT.builder().setHeader().setSkipHeaderRecord(true).get();
    try (var rows = format.parse(new StringReader(text))) {
      for (var row : rows) {
        all.computeIfAbsent(
                row.get("set"), name -> new PublishedCounts(name, new LinkedHashMap<>()))
            .classes
            .put(
                row.get("class"),
                new Counts(
                    Integer.parseInt(row.get("train")),
                    Integer.parseInt(row.get("good")),
                    Integer.parseInt(row.get("defective"))));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return all;
  }

  /**
   * The published set that has all of these classes.
   *
   * @param names without the prefix of a merged set
   */
  static Optional<PublishedCounts> of(Set<String> names) {
    return ALL.values().stream().filter(set -> set.classes.keySet().containsAll(names)).findFirst();
  }

  /** Whether so many of its classes are there that it must be this set, not one of like names. */
  boolean surely(Set<String> names) {
    return 2 * names.size() >= classes.size();
  }
}
