package org.onenip.evaluation;

/**
 * A curve to be drawn, thinned to at most a few hundred points.
 *
 * @param x false positive rate, or recall
 * @param y true positive rate, or precision
 */
public record Curve(double[] x, double[] y) {}
