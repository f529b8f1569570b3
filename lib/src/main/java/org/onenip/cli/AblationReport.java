package org.onenip.cli;

import java.nio.file.Path;
import org.onenip.ablation.AblationTable;
import org.onenip.ablation.TableJson;
import org.onenip.ablation.TablePage;
import org.onenip.ablation.TableText;
import org.onenip.report.WholeFile;

/** An ablation's table on disk and on the terminal. */
final class AblationReport {
  private AblationReport() {}

  static void write(AblationWork work, String command) {
    var table = AblationTable.of(work.grid(), work.cells());
    var markdown = TableText.markdown(table);
    Path folder = work.folder();
    WholeFile.write(folder.resolve("table.csv"), writer -> TableText.csv(table, writer));
    WholeFile.write(folder.resolve("table.json"), writer -> writer.write(TableJson.of(table)));
    WholeFile.write(folder.resolve("table.md"), writer -> writer.write(markdown));
    WholeFile.write(folder.resolve("table.tex"), writer -> writer.write(TableText.latex(table)));
    TablePage.write(folder.resolve("table.html"), table, command);
    System.out.print(markdown);
    table.warnings().forEach(warning -> System.out.println("warning: " + warning));
    System.out.println("Tables: " + folder.resolve("table.html") + " and beside it");
  }
}
