package org.onenip.notebook;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.onenip.detect.StepListener;
import org.onenip.detect.StepLog;
import org.onenip.report.LossTitles;

/**
 * A training's curves while it runs, in one place on the page:
 *
 * <pre>{@code
 * var id = display("", "text/html");
 * var curves = new LiveCurves(html -> updateDisplay(id, html, "text/html"));
 * new TrainingRun(folder, null, curves).begin(plan, images);
 * }</pre>
 *
 * A picture at most once a second while a part of the work goes on, interactive when it is over.
 */
public final class LiveCurves implements StepListener {
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final Consumer<String> page;
  private final List<StepLog> steps = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();
  private Progress progress;
  private long shown;

  /**
   * Shows nothing yet.
   *
   * @param page takes the HTML that replaces what it took before
   */
  public LiveCurves(Consumer<String> page) {
    this.page = page;
  }

  @Override
  public void begin(String part, int units) {
    progress = new Progress(part, units);
  }

  @Override
  public void step(StepLog entry) {
    steps.add(entry);
  }

  @Override
  public void progress(int done, String remark) {
    progress.reach(done, remark);
    if (shown == 0 || System.nanoTime() - shown >= PAUSE.toNanos()) {
      show(false);
    }
  }

  @Override
  public void warn(String message) {
    warnings.add(message);
    show(true);
  }

  @Override
  public void end() {
    progress.end(); // perhaps before its last unit, where the work was interrupted
    show(true);
  }

  private void show(boolean interactive) {
    var cards = new StringBuilder();
    if (!steps.isEmpty()) {
      cards.append(interactive ? plot().html() : plot().still());
    }
    if (progress != null) {
      cards.append(progress.html());
    }
    warnings.forEach(warning -> cards.append(Html.figure("", Plot.WIDTH, "", "", "⚠ " + warning)));
    page.accept(
        "<div style=\"display:flex;flex-wrap:wrap;gap:0 12px;align-items:flex-start\">%s</div>"
            .formatted(cards));
    shown = System.nanoTime();
  }

  private Plot plot() {
    var plot = Plot.of("Training", "step", "loss");
    for (var name : steps.get(0).losses().keySet()) {
      plot = plot.line(LossTitles.of(name), steps, StepLog::step, entry -> entry.loss(name));
    }
    return plot;
  }
}
