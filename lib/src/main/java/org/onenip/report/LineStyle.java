package org.onenip.report;

import java.util.List;

/**
 * How the lines of a class look in every figure: ten colours, then the same dashed, then dotted.
 *
 * @param color in CSS
 * @param dash Plotly's name
 * @param border CSS's name
 */
record LineStyle(String color, String dash, String border) {
  private static final List<String> COLORS =
      List.of(
          "#2f6fb0", "#e07b28", "#2f9461", "#c93a46", "#8460b8", "#8a5a44", "#d462a6", "#6f7780",
          "#a89a1c", "#1fa5b8");
  private static final List<String> DASHES = List.of("solid", "dash", "dot");
  private static final List<String> BORDERS = List.of("solid", "dashed", "dotted");

  /** The style of the n-th class. */
  static LineStyle of(int n) {
    int round = n / COLORS.size() % DASHES.size();
    return new LineStyle(COLORS.get(n % COLORS.size()), DASHES.get(round), BORDERS.get(round));
  }
}
