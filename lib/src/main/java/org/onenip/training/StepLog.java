package org.onenip.training;

/**
 * A line of {@code log.jsonl}.
 *
 * @param step counts from 1
 * @param loss the total (Eq. 8)
 * @param mse the squared error of all streams
 * @param dice the refiner's loss; null where there is no refiner
 * @param recall mean probability that the refiner gives to truly anomalous pixels; null likewise
 * @param gradientNorm before clipping
 * @param learningRate of this step
 * @param seconds since the training (or its resumption) began
 */
public record StepLog(
    int step,
    double loss,
    double mse,
    Double dice,
    Double recall,
    double gradientNorm,
    double learningRate,
    double seconds) {}
