package org.onenip.bench;

import java.util.Map;
import java.util.Optional;

/**
 * What was measured at one point of a curve, in a process of its own.
 *
 * @param x how many there were, in the curve's unit
 * @param timings of one call, by what was timed
 * @param peakMib the most memory that was resident at once, where the system tells
 */
public record ScalePoint(
    ScaleCurve curve, int x, Map<ScaleMeasure, Timings> timings, Optional<Double> peakMib) {}
