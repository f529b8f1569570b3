package org.onenip.report;

import java.util.List;

/**
 * How the n-th line, class or series looks in every figure: the colours of Okabe and Ito (2008),
 * which the colour-blind tell apart, without the yellow that is faint on white; then the same
 * dashed, then dotted.
 *
 * @param color in CSS
 * @param dash Plotly's name
 * @param border CSS's name
 */
public record LineStyle(String color, String dash, String border) {
  /** A threshold, whatever lines it is drawn through. */
  public static final LineStyle THRESHOLD = new LineStyle("#1d2630", "dash", "dashed");

  private static final List<String> COLORS =
      List.of("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000");
  private static final List<String> DASHES = List.of("solid", "dash", "dot");
  private static final List<String> BORDERS = List.of("solid", "dashed", "dotted");

  /** The style of the n-th. */
  public static LineStyle of(int n) {
    int round = n / COLORS.size() % DASHES.size();
    return new LineStyle(COLORS.get(n % COLORS.size()), DASHES.get(round), BORDERS.get(round));
  }
}
