package org.onenip.report;

import io.pebbletemplates.pebble.PebbleEngine;
import io.pebbletemplates.pebble.loader.ClasspathLoader;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.onenip.support.Resources;
import org.onenip.support.WholeFile;

/** A page in one file: it holds its style, its figures and the script that draws them. */
public final class HtmlPage {
  private static final String FOLDER = "org/onenip/report";

  private HtmlPage() {}

  /**
   * Writes a page atomically.
   *
   * @param template one of this package's; it may use plotly, style, loader and script
   * @param content what else it uses
   * @throws org.onenip.support.UserError if it cannot be written
   */
  public static void write(Path file, String template, Map<String, Object> content) {
    var loader = new ClasspathLoader(HtmlPage.class.getClassLoader());
    loader.setPrefix(FOLDER);
    var engine =
        new PebbleEngine.Builder()
            .loader(loader)
            .autoEscaping(true)
            .strictVariables(true)
            .defaultLocale(Locale.ROOT)
            .build();
    var all = new HashMap<>(content);
    all.put("plotly", PlotlyScript.base64());
    all.put("style", Resources.text(HtmlPage.class, "report.css"));
    all.put("loader", PlotlyScript.loader());
    all.put("script", Resources.text(HtmlPage.class, "report.js"));
    WholeFile.write(file, writer -> engine.getTemplate(template).evaluate(writer, all));
  }
}
