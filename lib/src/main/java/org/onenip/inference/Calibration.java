package org.onenip.inference;

import java.util.Map;

/**
 * What the end of training measures on held-out normals, so that a deployed detector needs no test
 * set.
 *
 * @param kappa κ of Eq. 10, which brings the refiner's map to the scale of the reconstruction error
 * @param weight w of Eq. 10: 0 takes the reconstruction only, 1 the refiner only
 * @param imageThresholds by class: a normal image's score rarely exceeds it
 * @param pixelThresholds by class: no pixel of a normal image often exceeds it
 */
public record Calibration(
    double kappa,
    double weight,
    Map<String, Double> imageThresholds,
    Map<String, Double> pixelThresholds) {

  /** κ and w alone, before thresholds are known: nothing is called anomalous. */
  public static Calibration of(double kappa, double weight) {
    return new Calibration(kappa, weight, Map.of(), Map.of());
  }

  float imageThreshold(String className) {
    return imageThresholds.getOrDefault(className, Double.POSITIVE_INFINITY).floatValue();
  }

  float pixelThreshold(String className) {
    return pixelThresholds.getOrDefault(className, Double.POSITIVE_INFINITY).floatValue();
  }
}
