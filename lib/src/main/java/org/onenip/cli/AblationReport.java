package org.onenip.cli;

import org.onenip.ablation.AblationFigures;
import org.onenip.ablation.AblationTable;
import org.onenip.ablation.TableJson;
import org.onenip.ablation.TablePage;
import org.onenip.report.CsvTable;
import org.onenip.report.LatexTable;
import org.onenip.report.MarkdownTable;
import org.onenip.run.AblationWork;
import org.onenip.support.WholeFile;

/**
 * An ablation's table on disk and on the terminal.
 *
 * @param work whose cells it has
 * @param command that makes it
 */
record AblationReport(AblationWork work, String command) {
  /** Writes the table of the cells that are done. */
  void write() {
    var table = AblationTable.of(work.grid(), work.cells());
    var folder = work.folder();
    var shown = AblationFigures.shown(table, "");
    WholeFile.write(
        folder.resolve("table.csv"),
        writer -> CsvTable.write(AblationFigures.measured(table), writer));
    WholeFile.write(folder.resolve("table.json"), writer -> writer.write(TableJson.of(table)));
    WholeFile.write(folder.resolve("table.md"), writer -> writer.write(MarkdownTable.of(shown)));
    WholeFile.write(folder.resolve("table.tex"), writer -> writer.write(LatexTable.of(shown)));
    TablePage.write(folder.resolve("table.html"), table, command);
  }

  /** Shows it. */
  void print() {
    var table = AblationTable.of(work.grid(), work.cells());
    System.out.print(MarkdownTable.of(AblationFigures.shown(table, "")));
    table.warnings().forEach(warning -> System.out.println("warning: " + warning));
    System.out.println("Tables: " + work.folder().resolve("table.html") + " and beside it");
  }
}
