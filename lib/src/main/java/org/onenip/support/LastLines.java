package org.onenip.support;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/** Keeps the last lines of a program's output, to be shown if it fails. */
public final class LastLines implements Consumer<String> {
  private final Deque<String> lines = new ArrayDeque<>();
  private final int kept;

  /** Keeps so many lines. */
  public LastLines(int kept) {
    this.kept = kept;
  }

  @Override
  public void accept(String line) {
    if (line.isBlank()) {
      return;
    }
    if (lines.size() == kept) {
      lines.removeFirst();
    }
    lines.addLast(line.stripTrailing());
  }

  @Override
  public String toString() {
    return String.join("\n", lines);
  }
}
