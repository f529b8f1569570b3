package org.onenip.cli;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.util.Locale;
import org.onenip.data.check.CheckReport;
import org.onenip.data.check.CheckedClass;
import org.onenip.data.check.Counts;
import org.onenip.data.check.Finding;

/** A check for machines. */
final class CheckJson {
  private CheckJson() {}

  static String of(CheckReport report) {
    var json = new JsonObject();
    json.addProperty("name", report.name());
    json.addProperty("layout", report.layout());
    json.addProperty("sound", report.sound());
    var published = new JsonArray();
    report.published().forEach(published::add);
    json.add("published", published);
    var classes = new JsonObject();
    report.classes().forEach(checked -> classes.add(checked.name(), of(checked)));
    json.add("classes", classes);
    var findings = new JsonArray();
    report.findings().forEach(finding -> findings.add(of(finding)));
    json.add("findings", findings);
    return new GsonBuilder()
        .setPrettyPrinting()
        .serializeNulls()
        .disableHtmlEscaping()
        .create()
        .toJson(json);
  }

  private static JsonObject of(CheckedClass checked) {
    var json = of(checked.counts()).getAsJsonObject();
    var kinds = new JsonObject();
    checked.kinds().forEach(kinds::addProperty);
    json.add("kinds", kinds);
    json.add("published", of(checked.published()));
    return json;
  }

  private static JsonElement of(Counts counts) {
    if (counts == null) {
      return JsonNull.INSTANCE;
    }
    var json = new JsonObject();
    json.addProperty("train", counts.train());
    json.addProperty("good", counts.good());
    json.addProperty("defective", counts.defective());
    return json;
  }

  private static JsonObject of(Finding finding) {
    var json = new JsonObject();
    json.addProperty("kind", finding.kind().name().toLowerCase(Locale.ROOT));
    json.addProperty("wrong", finding.kind().wrong());
    json.addProperty("class", finding.className());
    json.addProperty("file", finding.file().toString());
    json.addProperty("message", finding.message());
    return json;
  }
}
