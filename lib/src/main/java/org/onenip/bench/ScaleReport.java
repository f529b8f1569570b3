package org.onenip.bench;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.onenip.report.TableModel;
import org.onenip.report.TableModel.Cell;
import org.onenip.report.TableModel.Column;
import org.onenip.report.TextTable;
import org.onenip.support.Json;

/**
 * What {@code bench --scale} says: a table a curve to read, with its exponent, and JSON.
 *
 * @param trained whether the backbone had real weights
 */
public record ScaleReport(String backbone, int size, boolean trained, Scale.Result result) {
  /** The tables. */
  public String text() {
    var text = new StringBuilder();
    setting().lines().forEach(line -> line(text, "%s", line));
    line(text, "%s", setting().quietness());
    for (var curve : ScaleCurve.values()) {
      for (var measure : curve.measures()) {
        if (!result.of(curve).isEmpty()) {
          table(text, curve, measure);
        }
      }
    }
    return text.toString();
  }

  private void table(StringBuilder text, ScaleCurve curve, ScaleMeasure measure) {
    line(text, "");
    line(text, "%s over %s%s", measure, curve.unit(), heap(curve));
    var columns =
        List.of(
            Column.right("").atLeast(10),
            Column.right("median").atLeast(12),
            Column.right("least").atLeast(12),
            Column.right("spread").atLeast(8),
            Column.right(curve.countsImages() ? "each" : "").atLeast(12),
            Column.right("peak").atLeast(10),
            Column.right(share(measure)).atLeast(11));
    var rows = result.of(curve).stream().map(point -> row(point, measure)).toList();
    text.append(TextTable.of(TableModel.of(columns, rows), 1));
    var fit = result.fit(curve, measure);
    line(
        text,
        "exponent %.2f of the least, from %,.0f to %,.0f (R² %.3f)",
        fit.exponent(),
        fit.from(),
        fit.to(),
        fit.determination());
  }

  private static List<Cell> row(ScalePoint point, ScaleMeasure measure) {
    var timings = point.timings().get(measure);
    return Stream.of(
            format("%,d", point.x()),
            format("%.5f s", timings.median()),
            format("%.5f s", timings.least()),
            format("%.1f %%", 100 * timings.spread()),
            point.curve().countsImages() ? format("%.5f s", timings.least() / point.x()) : "",
            point.peakMib().map(mib -> format("%.0f MiB", mib)).orElse(""),
            measure == ScaleMeasure.CHOOSING
                ? format("%.3f %%", 100 * shareOfInference(point))
                : "")
        .map(Cell::of)
        .toList();
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }

  private static String heap(ScaleCurve curve) {
    return curve.heap().map(most -> ", with a heap of at most " + most).orElse("");
  }

  private static String share(ScaleMeasure measure) {
    return measure == ScaleMeasure.CHOOSING ? "of the time" : "";
  }

  private static double shareOfInference(ScalePoint point) {
    return point.timings().get(ScaleMeasure.CHOOSING).least()
        / point.timings().get(ScaleMeasure.INFERENCE).least();
  }

  private static void line(StringBuilder text, String format, Object... values) {
    text.append(format(format, values)).append('\n');
  }

  private BenchSetting setting() {
    return new BenchSetting(
        backbone, size, trained, result.engine(), result.threads(), result.quiet());
  }

  /** All figures; a peak is missing where the system does not tell. */
  public String json() {
    var json = setting().json();
    var curves = new JsonArray();
    for (var curve : ScaleCurve.values()) {
      for (var measure : curve.measures()) {
        if (!result.of(curve).isEmpty()) {
          curves.add(json(curve, measure));
        }
      }
    }
    json.add("curves", curves);
    return Json.pretty(json);
  }

  private JsonObject json(ScaleCurve curve, ScaleMeasure measure) {
    return Json.of(
        "curve", curve.toString(),
        "measure", measure.toString(),
        "unit", curve.unit(),
        "points", result.of(curve).stream().map(point -> json(point, measure)).toList(),
        "fit", json(result.fit(curve, measure)));
  }

  private static JsonObject json(ScalePoint point, ScaleMeasure measure) {
    var json = BenchSetting.json(point.timings().get(measure));
    json.addProperty("x", point.x());
    point.peakMib().ifPresent(mib -> json.addProperty("peak_rss_mib", mib));
    if (measure == ScaleMeasure.CHOOSING) {
      json.addProperty("share_of_inference", shareOfInference(point));
    }
    return json;
  }

  private static JsonObject json(PowerLaw fit) {
    return Json.of(
        "exponent", fit.exponent(),
        "factor", fit.factor(),
        "from", fit.from(),
        "to", fit.to(),
        "r_squared", fit.determination());
  }
}
