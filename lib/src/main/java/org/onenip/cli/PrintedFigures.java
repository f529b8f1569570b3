package org.onenip.cli;

import java.nio.file.Path;
import java.util.List;
import org.onenip.evaluation.Evaluation;
import org.onenip.evaluation.Figures;
import org.onenip.evaluation.ImageResult;
import org.onenip.evaluation.SkippedImage;

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
    print("class", null);
    evaluation.classes().forEach(PrintedFigures::print);
    evaluation.groups().forEach((group, figures) -> print("(" + group + ")", figures));
    print("mean", evaluation.mean());
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

  private static void print(String name, Figures figures) {
    if (figures == null) {
      System.out.printf(
          "%-16s %11s %8s %11s %8s %6s %6s%n",
          name, "image AUROC", "image AP", "pixel AUROC", "pixel AP", "AUPRO", "images");
    } else {
      System.out.printf(
          "%-16s %11s %8s %11s %8s %6s %6d%n",
          name,
          rate(figures.imageAuroc()),
          rate(figures.imageAp()),
          rate(figures.pixelAuroc()),
          rate(figures.pixelAp()),
          rate(figures.aupro()),
          figures.images());
    }
  }

  private static String rate(Double value) {
    return value == null ? "–" : "%.3f".formatted(value);
  }
}
