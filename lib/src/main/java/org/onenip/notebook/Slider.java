package org.onenip.notebook;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import org.onenip.report.HtmlTable;
import org.onenip.support.Resources;

/**
 * Frames of which a slider shows one; without scripts the first is seen, or that of {@link
 * #startAt}. Immutable: each method gives a new slider.
 *
 * <pre>{@code
 * Slider.of("step").frame("0", before).frame("1400", after).html()
 * }</pre>
 */
public final class Slider {
  private static final int SIDE = 320;

  private final String quantity;
  private final List<Frame> frames;
  private final int start;
  private final String caption;

  private record Frame(String label, String html) {}

  /** What the page's script reads. */
  private record Content(String quantity, int start, List<Frame> frames) {}

  private Slider(String quantity, List<Frame> frames, int start, String caption) {
    this.quantity = quantity;
    this.frames = List.copyOf(frames);
    this.start = start;
    this.caption = caption;
  }

  /**
   * A slider without frames.
   *
   * @param quantity what it changes
   */
  public static Slider of(String quantity) {
    return new Slider(quantity, List.of(), 0, "");
  }

  /**
   * Adds a picture, shown up to 320 pixels wide.
   *
   * @param label the quantity's value
   */
  public Slider frame(String label, BufferedImage picture) {
    return frame(label, Img.of(picture, SIDE, quantity + " " + label));
  }

  /**
   * Adds any HTML, say a {@link Plot}'s or a row of {@link Pictures}.
   *
   * @param label the quantity's value
   */
  public Slider frame(String label, String html) {
    var more = new ArrayList<>(frames);
    more.add(new Frame(label, html));
    return new Slider(quantity, more, start, caption);
  }

  /** Which frame is shown first, from 0. */
  public Slider startAt(int frame) {
    return new Slider(quantity, frames, frame, caption);
  }

  /** A text below: what to see on the way. */
  public Slider caption(String text) {
    return new Slider(quantity, frames, start, text);
  }

  /** The figure for {@code display(…, "text/html")}. */
  public String html() {
    var shown = frames.get(start);
    var body =
        "<div>%s: <b>%s</b></div><div class=\"onenip-stage\">%s</div><script>%s</script>"
            .formatted(
                HtmlTable.escape(quantity),
                HtmlTable.escape(shown.label()),
                shown.html(),
                Resources.text(Slider.class, "slider.js"));
    var content = new Content(quantity, start, frames);
    return Html.figure(Html.data("onenip-slider", content), Plot.WIDTH, "", body, caption);
  }
}
