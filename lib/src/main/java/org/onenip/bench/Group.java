package org.onenip.bench;

import java.util.Locale;

/** Parts that share a process, so that its peak of resident memory is theirs. */
public enum Group {
  /** Images to anomaly maps. */
  INFERENCE,
  /** Optimizer steps. */
  TRAINING,
  /** Maps to figures. */
  METRICS,
  /** Files to images, images to pseudo anomalies. */
  DATA,
  /** A process from its start to its first map, which then ends. */
  START_UP;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
