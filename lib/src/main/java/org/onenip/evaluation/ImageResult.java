package org.onenip.evaluation;

import org.onenip.data.Sample;

/**
 * What a detector said of one test image.
 *
 * @param sample the image
 * @param score larger is more anomalous
 * @param threshold above which the detector calls an image anomalous; infinite where it has none
 * @param prompt the class whose prompt was chosen; {@code null} for methods without prompts
 * @param marked the share of its pixels that its mask marks, 0…1; 0 without a mask
 */
public record ImageResult(
    Sample sample, float score, float threshold, String prompt, double marked) {
  /** The detector's decision. */
  public boolean calledAnomalous() {
    return score > threshold;
  }

  /** Whether the decision is right. */
  public boolean right() {
    return calledAnomalous() == sample.anomalous();
  }

  /** Whether its mask marks most of it, as one does that was saved the other way round. */
  public boolean mostlyMarked() {
    return marked > 0.5;
  }

  /** How far the score lies on the wrong side of the threshold, as a share of it. */
  public double miss() {
    double excess = (score - threshold) / Math.max(Math.abs(threshold), 1e-12);
    return sample.anomalous() ? -excess : excess;
  }
}
