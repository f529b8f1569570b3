package org.onenip.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.apache.commons.csv.DuplicateHeaderMode;
import org.onenip.support.TextFile;
import org.onenip.support.UserError;

/**
 * A table that came with images or was saved by a spreadsheet: with commas, semicolons or tabs
 * between its columns, whichever its first line has, in any of {@link TextFile}'s character sets.
 */
final class ListTable {
  private static final List<Character> DELIMITERS = List.of(',', ';', '\t', '|');
  private static final int LONGEST_HEADER = 150;

  private ListTable() {}

  /** What becomes of a row. */
  interface Use {
    /**
     * Takes a row.
     *
     * @param line where it ends in the file
     */
    void row(CSVRecord row, long line);
  }

  /**
   * Reads a table.
   *
   * @param columns that it has to have
   * @throws UserError if it has not, is damaged or no text
   */
  static void read(Path file, List<String> columns, Use use) {
    try {
      var text = TextFile.read(file);
      boolean told = text.startsWith("sep=") && text.length() > 4; // as spreadsheets begin
      if (told) {
        text = text.substring(text.indexOf('\n') + 1);
      }
      var head = text.lines().findFirst().orElse("");
      char delimiter = delimiter(head, columns, file);
      var format =
          CSVFormat.DEFAULT
              .builder()
              .setDelimiter(delimiter)
              .setHeader(names(head, delimiter).toArray(String[]::new))
              .setSkipHeaderRecord(true)
              .setDuplicateHeaderMode(DuplicateHeaderMode.ALLOW_ALL) // empty ones, mostly
              .setIgnoreSurroundingSpaces(true)
              .get();
      try (var rows = CSVParser.parse(text, format)) {
        for (var row : rows) {
          if (row.stream().anyMatch(cell -> !cell.isBlank())) {
            use.row(row, rows.getCurrentLineNumber() + (told ? 1 : 0));
          }
        }
      }
    } catch (IOException | UncheckedIOException | IllegalArgumentException e) {
      throw new UserError(
          "%s is damaged (%s); take the list as it was published.".formatted(file, e.getMessage()),
          e);
    }
  }

  private static char delimiter(String head, List<String> columns, Path file) throws IOException {
    for (char delimiter : DELIMITERS) {
      if (names(head, delimiter).containsAll(columns)) {
        return delimiter;
      }
    }
    char most = ',';
    for (char delimiter : DELIMITERS) {
      most = names(head, delimiter).size() > names(head, most).size() ? delimiter : most;
    }
    var found = String.join(", ", names(head, most));
    throw new UserError(
        "%s has not the columns %s; its first line has: %s. Take the list as it was published."
            .formatted(
                file,
                String.join(", ", columns),
                found.isBlank()
                    ? "nothing"
                    : found.substring(0, Math.min(found.length(), LONGEST_HEADER))));
  }

  private static List<String> names(String head, char delimiter) throws IOException {
    var format =
        CSVFormat.DEFAULT.builder().setDelimiter(delimiter).setIgnoreSurroundingSpaces(true).get();
    try (var rows = CSVParser.parse(head, format)) {
      return rows.stream()
          .limit(1)
          .flatMap(row -> row.stream())
          .map(name -> name.strip().toLowerCase(Locale.ROOT))
          .toList();
    } catch (UncheckedIOException e) {
      return List.of(); // quotes that only another delimiter closes
    }
  }
}
