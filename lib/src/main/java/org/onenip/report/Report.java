package org.onenip.report;

import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.onenip.evaluation.Evaluation;

/**
 * All that a report is made of.
 *
 * @param evaluation what was measured
 * @param config the run's {@code config.json}
 * @param log the entries of the run's {@code log.jsonl}, oldest first; empty leaves the loss curves
 *     out
 * @param warnings what the reader should know first; empty where all is well
 * @param trainingTime how long the training took; {@code null} where it is not known
 */
public record Report(
    Evaluation evaluation,
    JsonObject config,
    List<JsonObject> log,
    List<String> warnings,
    Duration trainingTime) {

  /**
   * Writes {@code report.json} and {@code report.html}, each atomically.
   *
   * @throws org.onenip.support.UserError if one cannot be written
   */
  public void write(Path folder) {
    ReportJson.write(folder.resolve("report.json"), evaluation);
    new HtmlReport(this).write(folder.resolve("report.html"));
  }
}
