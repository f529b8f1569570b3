package org.onenip.notebook;

import org.onenip.report.HtmlTable;
import org.onenip.report.PlotlyScript;
import org.onenip.support.Resources;

/** What a notebook's first cell puts on the page. */
public final class Notebook {
  private Notebook() {}

  /**
   * The HTML that makes every {@link Plot} of the notebook interactive, those already shown too:
   * {@code display(Notebook.setUp(), "text/html")}. It carries plotly.js, some three million
   * characters. Where the environment variable {@code ONENIP_NOTEBOOK_STATIC} is set, as it is when
   * a notebook is run to be committed, it is one line of text and plots stay pictures.
   */
  public static String setUp() {
    return System.getenv("ONENIP_NOTEBOOK_STATIC") == null ? interactive() : still();
  }

  static String interactive() {
    return note("Figures are interactive: hover, zoom, click the legend.")
        + "<style>"
        + Resources.text(Notebook.class, "notebook.css")
        + "</style><script>"
        + PlotlyScript.loader()
        + Resources.text(Notebook.class, "notebook.js")
            .replace("PACKED", '"' + PlotlyScript.base64() + '"')
        + "</script>";
  }

  static String still() {
    return note("Figures are pictures here; run this cell for interactive ones.");
  }

  private static String note(String text) {
    return "<p>" + HtmlTable.escape(text) + "</p>";
  }
}
