package org.onenip.notebook;

import com.google.gson.Gson;
import org.onenip.report.HtmlTable;

/**
 * The white card that every figure lies on, in light and dark notebooks alike. Styles are inline: a
 * code host's viewer drops style sheets.
 */
final class Html {
  /** Escapes what would end an attribute, too. */
  private static final Gson JSON = new Gson();

  private static final String CARD =
      "margin:8px 0;padding:12px 14px;flex:1 1 %1$dpx;max-width:%1$dpx;box-sizing:border-box;background:#fff;"
          + "color:#1d2630;border:1px solid #dfe5ea;border-radius:8px;"
          + "font:14px/1.45 system-ui,sans-serif";

  private Html() {}

  /**
   * A figure.
   *
   * @param attributes of its element, beginning with a space; may be empty
   * @param width in pixels, which the card does not exceed
   * @param title above, in bold; may be empty
   * @param body HTML
   * @param caption below; may be empty
   */
  static String figure(String attributes, int width, String title, String body, String caption) {
    return "<figure%s style=\"%s\">%s%s%s</figure>"
        .formatted(
            attributes,
            CARD.formatted(width + 30),
            title.isEmpty()
                ? ""
                : "<div style=\"font-weight:600;margin-bottom:4px\">%s</div>"
                    .formatted(HtmlTable.escape(title)),
            body,
            caption.isEmpty()
                ? ""
                : "<figcaption style=\"margin-top:6px;color:#44505c\">%s</figcaption>"
                    .formatted(HtmlTable.escape(caption)));
  }

  /**
   * Attributes of a figure that give its script a value as JSON, and keep JupyterLab from taking
   * the keys meant for the figure.
   */
  static String data(String name, Object value) {
    return " data-%s='%s' data-lm-suppress-shortcuts=\"true\"".formatted(name, JSON.toJson(value));
  }
}
