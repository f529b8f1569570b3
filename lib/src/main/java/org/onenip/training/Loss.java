package org.onenip.training;

import ai.djl.ndarray.NDArray;

/**
 * What one batch comes to; each a scalar on the graph of its step.
 *
 * @param total which is minimised
 * @param reconstruction the squared error of all streams
 * @param dice the refiner's loss; null where there is no refiner
 * @param recall mean probability that the refiner gives to truly anomalous pixels; null likewise
 */
public record Loss(NDArray total, NDArray reconstruction, NDArray dice, NDArray recall) {
  /** Of a method that only reconstructs. */
  static Loss reconstruction(NDArray error) {
    return new Loss(error, error, null, null);
  }
}
