package org.onenip.notebook;

import java.time.Duration;
import org.onenip.report.Format;
import org.onenip.report.HtmlTable;
import org.onenip.report.LineStyle;

/** How far a part of the work has come. */
final class Progress {
  private static final int WIDTH = 240;

  private final String part;
  private final int units;
  private final long began = System.nanoTime();
  private int done;
  private boolean ended;
  private String remark = "";

  /** Where it was first heard of: a resumed training does not begin at 0. */
  private int firstDone;

  private long firstTime;

  Progress(String part, int units) {
    this.part = part;
    this.units = units;
  }

  void reach(int done, String remark) {
    if (firstTime == 0) {
      firstDone = done;
      firstTime = System.nanoTime();
    }
    this.done = done;
    this.remark = remark;
  }

  /** It goes no further. */
  void end() {
    ended = true;
  }

  String html() {
    long now = System.nanoTime();
    var time = Format.duration(Duration.ofNanos(now - began));
    if (done > firstDone && done < units && !ended) {
      long left = (now - firstTime) / (done - firstDone) * (units - done);
      time += ", about " + Format.duration(Duration.ofNanos(left)) + " left";
    }
    var bar =
        "<div style=\"height:6px;margin:4px 0;background:#e9edf1\"><div style=\"width:%d%%;height:6px;background:%s\"></div></div>"
            .formatted(100L * done / Math.max(1, units), LineStyle.of(0).color());
    var text = "<div>%d of %d</div>%s<div>%s</div><div>%s</div>";
    return Html.figure(
        "", WIDTH, part, text.formatted(done, units, bar, time, HtmlTable.escape(remark)), "");
  }
}
