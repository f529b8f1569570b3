package org.onenip.report;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.onenip.evaluation.Evaluation;
import org.onenip.evaluation.Figures;
import org.onenip.evaluation.SkippedImage;
import org.onenip.support.Json;
import org.onenip.support.Reasons;
import org.onenip.support.TextFile;
import org.onenip.support.UserError;
import org.onenip.support.WholeFile;

/**
 * The figures for machines: {@code report.json}, rates in 0…1, {@code null} where there is none.
 */
public final class ReportJson {
  private ReportJson() {}

  /**
   * Writes the file atomically.
   *
   * @throws UserError if it cannot be written
   */
  public static void write(Path file, Evaluation evaluation) {
    WholeFile.write(file, writer -> writer.append(Json.pretty(of(evaluation))));
  }

  /** The file's content. */
  public static JsonObject of(Evaluation evaluation) {
    return Json.of(
        "classes", all(evaluation.classes()),
        "mean", of(evaluation.mean()),
        "groups", all(evaluation.groups()),
        "skipped", evaluation.skipped().stream().map(ReportJson::of).toList(),
        "images_per_second", finite(evaluation.imagesPerSecond()));
  }

  private static JsonObject of(SkippedImage image) {
    return Json.of("file", image.file().toString(), "reason", image.reason());
  }

  private static Map<String, JsonObject> all(Map<String, Figures> figures) {
    var json = new LinkedHashMap<String, JsonObject>();
    figures.forEach((name, values) -> json.put(name, of(values)));
    return json;
  }

  private static JsonObject of(Figures figures) {
    return Json.of(
        "i_auroc", finite(figures.imageAuroc()),
        "i_ap", finite(figures.imageAp()),
        "p_auroc", finite(figures.pixelAuroc()),
        "p_ap", finite(figures.pixelAp()),
        "aupro", finite(figures.aupro()),
        "i_f1max", finite(figures.imageF1Max()),
        "p_f1max", finite(figures.pixelF1Max()),
        "images", figures.images(),
        "prompt_hit_rate", finite(figures.promptHitRate()));
  }

  /**
   * Reads the classes' figures of a file that {@link #write} made.
   *
   * @throws UserError if it is missing or damaged
   */
  public static Map<String, Figures> read(Path file) {
    try {
      var classes = Json.object(TextFile.read(file)).getAsJsonObject("classes");
      var figures = new TreeMap<String, Figures>();
      for (var name : classes.keySet()) {
        figures.put(name, figures(classes.getAsJsonObject(name)));
      }
      return figures;
    } catch (NoSuchFileException e) {
      throw new UserError(
          "%s is missing; onenip evaluate writes it into the folder that its --out names."
              .formatted(file),
          e);
    } catch (IOException e) {
      throw new UserError("%s cannot be read: %s.".formatted(file, Reasons.of(e)), e);
    } catch (RuntimeException e) { // Gson has many for what is not as it should be
      throw new UserError(
          "%s is no report (%s); write it anew with onenip evaluate."
              .formatted(file, e.getMessage()),
          e);
    }
  }

  private static Figures figures(JsonObject json) {
    return Figures.of(
        rates(json, "i_"),
        rates(json, "p_"),
        number(json, "aupro"),
        json.get("images").getAsInt(),
        number(json, "prompt_hit_rate"));
  }

  private static Figures.Rates rates(JsonObject json, String of) {
    return new Figures.Rates(
        number(json, of + "auroc"), number(json, of + "ap"), number(json, of + "f1max"));
  }

  private static Double number(JsonObject json, String key) {
    var value = json.get(key);
    return value == null || value.isJsonNull() ? null : Double.valueOf(value.getAsDouble());
  }

  /** JSON has no NaN and no infinity. */
  private static Double finite(Double value) {
    return value != null && Double.isFinite(value) ? value : null;
  }
}
