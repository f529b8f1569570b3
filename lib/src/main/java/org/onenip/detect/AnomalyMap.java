package org.onenip.detect;

import org.onenip.support.UserError;

/**
 * What a detector says of one image.
 *
 * @param width pixels a row
 * @param height rows
 * @param values {@code height * width} scores, row by row; larger is more anomalous
 * @param score the image's score: the maximum of the map after a 16×16, stride-1 average pool
 * @param anomalous whether the score exceeds the calibrated image threshold
 * @param prompt the class whose prompt was chosen
 * @param pixelThreshold the calibrated threshold of a pixel's score
 * @param imageThreshold the calibrated threshold of the image's score
 */
public record AnomalyMap(
    int width,
    int height,
    float[] values,
    float score,
    boolean anomalous,
    String prompt,
    float pixelThreshold,
    float imageThreshold) {
  /**
   * Refuses numbers that are none, which exceed no threshold: all would be called normal.
   *
   * @throws UserError if a value or the score is infinite or not a number
   */
  public AnomalyMap {
    boolean right = Float.isFinite(score);
    for (int i = 0; i < values.length && right; i++) {
      right = Float.isFinite(values[i]);
    }
    if (!right) {
      throw new UserError(
          "The anomaly map of an image has numbers that are none (NaN or infinite): the detector is damaged, or its training diverged; train or import it again.");
    }
  }
}
