package org.onenip.bench;

import java.util.Locale;

/** What is timed along a {@link ScaleCurve}. */
public enum ScaleMeasure {
  /** Images to features. */
  FEATURES,
  /** Images to anomaly maps. */
  INFERENCE,
  /** Features of one image to the index of its prompt, a part of {@link #INFERENCE}. */
  CHOOSING,
  /** Maps and masks to all pixel figures. */
  PIXEL_METRICS;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
