package org.onenip.detect;

import ai.djl.ndarray.NDArray;

/**
 * What a method with one map has learned, as a record all of whose components are arrays. {@link
 * LearnedDetector} makes a detector of it.
 *
 * <p>Letters: B images, C channels, H = W grid.
 */
public interface LearnedErrors {
  /**
   * The error at each position.
   *
   * @param features {@code (B, C, H, W)}
   * @return {@code (B, 1, H, W)}, owned by the features' manager or the current scope
   */
  NDArray errors(NDArray features);
}
