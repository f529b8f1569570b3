package org.onenip.report;

import java.io.IOException;
import java.io.Writer;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.onenip.report.TableModel.Cell;
import org.onenip.report.TableModel.Column;
import org.onenip.support.CsvText;

/** A table for programs: a line of headings, then each row, its numbers not rounded. */
public final class CsvTable {
  private CsvTable() {}

  /** Writes it. */
  public static void write(TableModel table, Writer writer) throws IOException {
    var headings = table.columns().stream().map(CsvTable::heading).toList();
    var printer = CSVFormat.DEFAULT.builder().setRecordSeparator('\n').get().print(writer);
    printer.printRecord(CsvText.safe(headings));
    for (var row : (Iterable<List<Cell>>) table.rows()::iterator) {
      printer.printRecord(CsvText.safe(row.stream().map(CsvTable::value).toList()));
    }
    printer.flush();
  }

  private static String heading(Column column) {
    return (column.group().strip() + " " + column.heading().strip()).strip();
  }

  private static Object value(Cell cell) {
    if (cell.number() != null) {
      return cell.number();
    }
    return cell.text().equals(Cell.EMPTY.text()) ? null : cell.text();
  }
}
