package org.onenip.metrics;

/**
 * The best F1 over all thresholds.
 *
 * @param value harmonic mean of precision and recall
 * @param threshold calls anomalous what scores at least this; the lowest, where several are best
 */
public record BestF1(double value, float threshold) {}
