package org.onenip.notebook;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Failures whose own words do not say what to do. */
enum Trouble {
  /** Of Java's heap, the engine's own memory or the GPU's. */
  MEMORY(
      "OutOfMemoryError|(?i)out of memory|not enough memory|can't allocate memory|bad_alloc",
      "The memory is used up: shut down the other kernels (Kernel ▸ Shut Down All Kernels), then run"
          + " the cells from the top again, with a smaller batch or fewer images."),

  /** The engine's native libraries do not load; later tries only say that a class is unusable. */
  NATIVE(
      "UnsatisfiedLinkError|NoClassDefFoundError: Could not initialize class ai\\.djl"
          + "|ExceptionInInitializerError|PyTorch (extra |jni )?(native )?library|copy jni files",
      "The engine's native library does not load: see that the disk has room and that the folder"
          + " .djl.ai in your home can be written, then choose Kernel ▸ Restart Kernel and run the"
          + " cells from the top; the README names the systems on which it runs."),

  /** Use of a tensor or a network after the cell that closes it. */
  CLOSED(
      "Native resource has been released|NDManager has been closed",
      "What this cell uses was closed, as the last cell of a notebook does: choose Run ▸ Run All"
          + " Above Selected Cell, which makes it again."),

  /** A training was interrupted and its last step is not over. */
  BUSY(
      "GradientCollector is already collecting",
      "The training that you interrupted has not ended yet: wait a few seconds, then run this cell"
          + " again."),

  /** The kernels' name for it. */
  INTERRUPTED(
      "Execution Interrupted",
      "Interrupted: what this cell makes may be missing or half done, so run it again before the"
          + " cells below.");

  private final Pattern words;
  private final String advice;

  Trouble(String words, String advice) {
    this.words = Pattern.compile(words);
    this.advice = advice;
  }

  /** One sentence that says what to do. */
  String advice() {
    return advice;
  }

  /**
   * The first of these that one of the texts tells of.
   *
   * @param texts of a thrown object and its causes, each its class and its message
   */
  static Optional<Trouble> in(List<String> texts) {
    for (var trouble : values()) {
      if (texts.stream().anyMatch(text -> trouble.words.matcher(text).find())) {
        return Optional.of(trouble);
      }
    }
    return Optional.empty();
  }
}
