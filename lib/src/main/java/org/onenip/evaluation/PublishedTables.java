package org.onenip.evaluation;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.onenip.support.Resources;

/** The rows of the published tables; the NOTICE beside the files tells their origin. */
final class PublishedTables {
  /** Tables 5 and 6: a row per data set, class and method. */
  static final List<Row> PAPER = read("paper_per_class.csv", "dataset", "method");

  /** Table 2: a model of all three sets; in place of classes the means of each set. */
  static final List<Row> PAPER_MERGED = read("paper_merged.csv", "dataset", "method");

  /** The authors' later checkpoints: a row per training set, class and resolution. */
  static final List<Row> V2 = read("official_v2_per_class.csv", "trained_on", "resolution");

  private PublishedTables() {}

  /**
   * A printed row.
   *
   * @param trainedOn the data set, or several joined by +
   * @param variant the method or resolution
   * @param name the class, or {@code mean}
   */
  record Row(String trainedOn, String variant, String name, Percents percents) {
    boolean mean() {
      return name.equalsIgnoreCase("mean");
    }
  }

  private static List<Row> read(String file, String trainedOn, String variant) {
    var format = CSVFormat.DEFAULT.builder().setHeader().setSkipHeaderRecord(true).get();
    try (var lines = format.parse(new StringReader(Resources.text(PublishedTables.class, file)))) {
      var rows = new ArrayList<Row>();
      for (var line : lines) {
        rows.add(
            new Row(
                line.get(trainedOn),
                line.get(variant),
                line.get("class"),
                Percents.read(line::get)));
      }
      return List.copyOf(rows);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
