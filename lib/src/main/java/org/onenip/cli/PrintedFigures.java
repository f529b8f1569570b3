package org.onenip.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.onenip.evaluation.Evaluation;
import org.onenip.evaluation.Figures;
import org.onenip.evaluation.ImageResult;
import org.onenip.evaluation.Measure;
import org.onenip.evaluation.SkippedImage;
import org.onenip.report.TableModel;
import org.onenip.report.TableModel.Cell;
import org.onenip.report.TableModel.Column;
import org.onenip.report.TextTable;

/** What {@code evaluate} and {@code demo} print of what they measured. */
final class PrintedFigures {
  /** Skipped images to show. */
  private static final int FEW = 5;

  private PrintedFigures() {}

  /**
   * Prints a row a class, their mean, and what was skipped.
   *
   * @param images how many there were to test
   * @param out where the report is
   */
  static void print(Evaluation evaluation, int images, Path out) {
    System.out.print(TextTable.of(table(evaluation), 1));
    tellSkipped(evaluation.skipped(), images);
    tellInverted(evaluation.images().stream().filter(ImageResult::mostlyMarked).toList());
    System.out.println("Report: " + out.resolve("report.html"));
  }

  private static void tellSkipped(List<SkippedImage> skipped, int images) {
    if (!skipped.isEmpty()) {
      System.out.printf("Skipped %d of %d test images:%n", skipped.size(), images);
      skipped.stream().limit(FEW).forEach(image -> System.out.println("  " + image.reason()));
      if (skipped.size() > FEW) {
        System.out.println("  All of them are in the report.");
      }
    }
  }

  private static void tellInverted(List<ImageResult> images) {
    if (!images.isEmpty()) {
      System.out.printf(
          "warning: the masks of %d images mark more than half of them (white is anomalous); if they are inverted, invert them. The first: %s%n",
          images.size(), images.get(0).sample().mask().orElseThrow());
    }
  }

  private static TableModel table(Evaluation evaluation) {
    var columns = new ArrayList<>(List.of(Column.left("class").atLeast(16)));
    Stream.of(Measure.values()).forEach(m -> columns.add(Column.right(m.title()).atLeast(6)));
    columns.add(Column.right("images"));
    var rows = new ArrayList<List<Cell>>();
    evaluation.classes().forEach((name, figures) -> rows.add(row(name, figures)));
    evaluation.groups().forEach((group, figures) -> rows.add(row("(" + group + ")", figures)));
    rows.add(row("mean", evaluation.mean()));
    return TableModel.of(columns, rows);
  }

  private static List<Cell> row(String name, Figures figures) {
    var cells = new ArrayList<>(List.of(Cell.of(name)));
    Stream.of(Measure.values()).forEach(measure -> cells.add(Cell.of(measure.of(figures), 3)));
    cells.add(Cell.of(figures.images(), 0));
    return cells;
  }
}
