package org.onenip.report;

import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.onenip.evaluation.ClassCurves;
import org.onenip.evaluation.Curve;
import org.onenip.evaluation.Evaluation;

/** ROC and precision–recall curves of images and pixels, a line per class. */
final class CurveCharts {
  private static final String FALSE_POSITIVES = "false positive rate";
  private static final String TRUE_POSITIVES = "true positive rate";
  private static final String RECALL = "recall";
  private static final String PRECISION = "precision";

  private CurveCharts() {}

  /** Those charts that have a line. */
  static List<Chart> of(Evaluation evaluation) {
    var charts = new ArrayList<Chart>();
    add(charts, evaluation, "Image ROC", FALSE_POSITIVES, TRUE_POSITIVES, ClassCurves::imageRoc);
    add(
        charts,
        evaluation,
        "Image precision–recall",
        RECALL,
        PRECISION,
        ClassCurves::imagePrecisionRecall);
    add(charts, evaluation, "Pixel ROC", FALSE_POSITIVES, TRUE_POSITIVES, ClassCurves::pixelRoc);
    add(
        charts,
        evaluation,
        "Pixel precision–recall",
        RECALL,
        PRECISION,
        ClassCurves::pixelPrecisionRecall);
    return charts;
  }

  private static void add(
      List<Chart> charts,
      Evaluation evaluation,
      String title,
      String x,
      String y,
      Function<ClassCurves, Optional<Curve>> which) {
    var lines = new ArrayList<JsonObject>();
    int n = 0;
    for (var name : evaluation.classes().keySet()) {
      var style = LineStyle.of(n);
      int index = n++;
      Optional.ofNullable(evaluation.curves().get(name))
          .flatMap(which)
          .map(curve -> line(name, curve, style, index))
          .ifPresent(lines::add);
    }
    if (!lines.isEmpty()) {
      charts.add(Chart.of(title, x, y, lines).unitSquare().roomForButtons());
    }
  }

  /** The page's legend finds a class's lines by their {@code meta}. */
  private static JsonObject line(String name, Curve curve, LineStyle style, int index) {
    var line =
        Chart.line(
            name, Chart.numbers(curve.x()), Chart.numbers(curve.y()), style.color(), style.dash());
    line.addProperty("meta", index);
    return line;
  }
}
