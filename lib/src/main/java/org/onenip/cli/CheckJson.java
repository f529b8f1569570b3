package org.onenip.cli;

import com.google.gson.JsonObject;
import java.util.LinkedHashMap;
import java.util.Locale;
import org.onenip.data.check.CheckReport;
import org.onenip.data.check.CheckedClass;
import org.onenip.data.check.Finding;
import org.onenip.support.Json;

/** A check for machines. */
final class CheckJson {
  private CheckJson() {}

  static String of(CheckReport report) {
    var classes = new LinkedHashMap<String, JsonObject>();
    report.classes().forEach(checked -> classes.put(checked.name(), of(checked)));
    return Json.pretty(
        Json.of(
            "name", report.name(),
            "layout", report.layout(),
            "sound", report.sound(),
            "published", report.published(),
            "classes", classes,
            "findings", report.findings().stream().map(CheckJson::of).toList()));
  }

  private static JsonObject of(CheckedClass checked) {
    return Json.of(
        "train", checked.counts().train(),
        "good", checked.counts().good(),
        "defective", checked.counts().defective(),
        "kinds", checked.kinds(),
        "published", checked.published());
  }

  private static JsonObject of(Finding finding) {
    return Json.of(
        "kind", finding.kind().name().toLowerCase(Locale.ROOT),
        "wrong", finding.kind().wrong(),
        "class", finding.className(),
        "file", finding.file().toString(),
        "message", finding.message());
  }
}
