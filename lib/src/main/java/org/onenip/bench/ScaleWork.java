package org.onenip.bench;

/** Work that is made at one point of a {@link ScaleCurve}. */
interface ScaleWork extends Work {
  /** Seconds that a measure takes once. */
  double seconds(ScaleMeasure measure);
}
