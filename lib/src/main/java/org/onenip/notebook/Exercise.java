package org.onenip.notebook;

import java.util.ArrayList;
import java.util.List;
import org.onenip.report.HtmlTable;

/**
 * The self-check at a notebook's end: tells the reader whether an answer is right, and asks for
 * nothing while there is none. Immutable: each method gives a new one.
 *
 * <pre>{@code
 * Double answer1 = null;  // your answer
 * String answer2 = null;
 * Exercise.check().number("1", answer1, 49, 0.5, "the window has 7 × 7 tokens")
 *     .choice("2", answer2, "copies", "without the mask a token attends to itself").html()
 * }</pre>
 */
public final class Exercise {
  private static final String OPEN = "○ Exercise %s: no answer yet.";
  private static final String RIGHT = "✓ Exercise %s: right, %s.";
  private static final String WRONG = "✗ Exercise %s: not yet; try again.";

  private final List<String> lines;

  private Exercise(List<String> lines) {
    this.lines = List.copyOf(lines);
  }

  /** No exercise. */
  public static Exercise check() {
    return new Exercise(List.of());
  }

  /**
   * An exercise whose answer is a number.
   *
   * @param answer the reader's; {@code null} for none yet
   * @param tolerance by which the answer may differ from what is expected
   * @param why shown with a right answer
   */
  public Exercise number(
      String name, Number answer, double expected, double tolerance, String why) {
    boolean right = answer != null && Math.abs(answer.doubleValue() - expected) <= tolerance;
    return with(name, answer != null, right, why);
  }

  /**
   * An exercise whose answer is a word; capitals and blanks around it do not matter.
   *
   * @param answer the reader's; {@code null} for none yet
   * @param why shown with a right answer
   */
  public Exercise choice(String name, String answer, String expected, String why) {
    boolean right = answer != null && answer.strip().equalsIgnoreCase(expected);
    return with(name, answer != null, right, why);
  }

  private Exercise with(String name, boolean answered, boolean right, String why) {
    var more = new ArrayList<>(lines);
    more.add((answered ? right ? RIGHT : WRONG : OPEN).formatted(name, why));
    return new Exercise(more);
  }

  /** The result for {@code display(…, "text/html")}. */
  public String html() {
    var body = new StringBuilder();
    lines.forEach(line -> body.append("<div>").append(HtmlTable.escape(line)).append("</div>"));
    return Html.figure("", Plot.WIDTH, "Self-check", body.toString(), "");
  }
}
