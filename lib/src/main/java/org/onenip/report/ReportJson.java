package org.onenip.report;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.onenip.evaluation.Evaluation;
import org.onenip.evaluation.Figures;
import org.onenip.evaluation.SkippedImage;
import org.onenip.support.Json;
import org.onenip.support.Reasons;
import org.onenip.support.UserError;
import org.onenip.support.WholeFile;

/**
 * The figures for machines: {@code report.json}, rates in 0…1, {@code null} where there is none.
 */
public final class ReportJson {
  private static final Gson JSON =
      new GsonBuilder().setPrettyPrinting().serializeNulls().disableHtmlEscaping().create();

  private ReportJson() {}

  /**
   * Writes the file atomically.
   *
   * @throws UserError if it cannot be written
   */
  public static void write(Path file, Evaluation evaluation) {
    WholeFile.write(file, writer -> writer.append(JSON.toJson(of(evaluation))).append('\n'));
  }

  /** The file's content. */
  public static JsonObject of(Evaluation evaluation) {
    var report = new JsonObject();
    report.add("classes", all(evaluation.classes()));
    report.add("mean", of(evaluation.mean()));
    report.add("groups", all(evaluation.groups()));
    report.add("skipped", skipped(evaluation.skipped()));
    report.addProperty("images_per_second", finite(evaluation.imagesPerSecond()));
    return report;
  }

  private static JsonArray skipped(List<SkippedImage> images) {
    var json = new JsonArray();
    for (var image : images) {
      var entry = new JsonObject();
      entry.addProperty("file", image.file().toString());
      entry.addProperty("reason", image.reason());
      json.add(entry);
    }
    return json;
  }

  private static JsonObject all(Map<String, Figures> figures) {
    var json = new JsonObject();
    figures.forEach((name, values) -> json.add(name, of(values)));
    return json;
  }

  private static JsonObject of(Figures figures) {
    var json = new JsonObject();
    json.addProperty("i_auroc", finite(figures.imageAuroc()));
    json.addProperty("i_ap", finite(figures.imageAp()));
    json.addProperty("p_auroc", finite(figures.pixelAuroc()));
    json.addProperty("p_ap", finite(figures.pixelAp()));
    json.addProperty("aupro", finite(figures.aupro()));
    json.addProperty("i_f1max", finite(figures.imageF1Max()));
    json.addProperty("p_f1max", finite(figures.pixelF1Max()));
    json.addProperty("images", figures.images());
    json.addProperty("prompt_hit_rate", finite(figures.promptHitRate()));
    return json;
  }

  /**
   * Reads the classes' figures of a file that {@link #write} made.
   *
   * @throws UserError if it is missing or damaged
   */
  public static Map<String, Figures> read(Path file) {
    try {
      var classes = Json.object(Files.readString(file)).getAsJsonObject("classes");
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
    return new Figures(
        number(json, "i_auroc"),
        number(json, "i_ap"),
        number(json, "i_f1max"),
        number(json, "p_auroc"),
        number(json, "p_ap"),
        number(json, "p_f1max"),
        number(json, "aupro"),
        json.get("images").getAsInt(),
        number(json, "prompt_hit_rate"));
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
