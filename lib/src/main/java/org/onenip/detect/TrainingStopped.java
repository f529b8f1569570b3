package org.onenip.detect;

/**
 * The training stopped early because its listener asked for it; a checkpoint holds what was done.
 */
public final class TrainingStopped extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int step;

  /** Stopped after this step. */
  public TrainingStopped(int step) {
    super("stopped after step " + step);
    this.step = step;
  }

  /** The last step taken. */
  public int step() {
    return step;
  }
}
