package org.onenip.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.csv.CSVRecord;

/**
 * Data as VisA comes: {@code <class>/Data/Images}, {@code <class>/Data/Masks}, and {@code
 * split_csv/1cls.csv}, which says what is trained and what is tested on. What the authors'
 * reorganising script makes of it is in MVTec's layout.
 */
public final class VisaFolder implements FolderLayout {
  private static final String SPLIT = "split_csv/1cls.csv";
  private static final List<String> COLUMNS = List.of("object", "split", "label", "image", "mask");
  private static final String DEFECTIVE = "anomaly";

  @Override
  public String name() {
    return "visa";
  }

  @Override
  public String description() {
    return "CLASS/Data/Images, CLASS/Data/Masks, split_csv/1cls.csv (VisA as published)";
  }

  @Override
  public String example() {
    return "--data DIR";
  }

  @Override
  public boolean fits(Path root) {
    return Files.exists(root.resolve(SPLIT));
  }

  @Override
  public Listing list(Path root) {
    var file = FileList.bounded(root.resolve(SPLIT));
    var list = new FileList(root, file);
    ListTable.read(file, COLUMNS, (row, line) -> add(row, line, file, list));
    return list.listing(name());
  }

  private static void add(CSVRecord row, long line, Path file, FileList list) {
    if (!row.isConsistent()) {
      throw FileList.wrong(file, line, "%d columns instead of 5".formatted(row.size()));
    }
    var label = row.get("label");
    if (!label.equals("normal") && !label.equals(DEFECTIVE)) {
      throw FileList.wrong(file, line, "the label \"%s\"".formatted(label));
    }
    var entry =
        new FileList.Entry(
            file,
            line,
            row.get("object"),
            row.get("image"),
            row.get("mask"),
            label.equals("normal"));
    switch (row.get("split")) {
      case "train" -> list.train(entry);
      case "test" -> list.test(entry, DEFECTIVE);
      default -> throw entry.wrong("the split \"%s\"".formatted(row.get("split")));
    }
  }
}
