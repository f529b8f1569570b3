package org.onenip.method.onenip;

import java.util.Map;
import org.onenip.support.Records;

/**
 * What the end of training measures on held-out normals, so that a deployed detector needs no test
 * set.
 *
 * @param kappa κ of Eq. 10, which brings the refiner's map to the scale of the reconstruction error
 * @param weight w of Eq. 10: 0 takes the reconstruction only, 1 the refiner only
 * @param imageThresholds by class: a normal image's score rarely exceeds it
 * @param pixelThresholds by class: no pixel of a normal image often exceeds it
 * @param memoryWeight share of S_nn, against that of S_rec, where there is a memory
 * @param reconstructionErrors by class, for detectors with a memory: the largest S_rec of a normal
 *     image, typically
 */
public record Calibration(
    double kappa,
    double weight,
    Map<String, Double> imageThresholds,
    Map<String, Double> pixelThresholds,
    double memoryWeight,
    Map<String, Double> reconstructionErrors) {

  /**
   * Checks the numbers, for they may come from a file. Where nothing is said of reconstruction
   * errors, as in older files, they are taken as 1.
   */
  public Calibration {
    reconstructionErrors = reconstructionErrors == null ? Map.of() : reconstructionErrors;
    require(Double.isFinite(kappa), "kappa", kappa);
    require(weight >= 0 && weight <= 1, "weight", weight);
    require(memoryWeight >= 0 && memoryWeight <= 1, "memoryWeight", memoryWeight);
    requireNumbers("imageThresholds", imageThresholds);
    requireNumbers("pixelThresholds", pixelThresholds);
    requireNumbers("reconstructionErrors", reconstructionErrors);
  }

  private static void requireNumbers(String name, Map<String, Double> values) {
    require(values != null, name, values);
    values.forEach(
        (of, value) -> require(value != null && Double.isFinite(value), name + " of " + of, value));
  }

  private static void require(boolean right, String name, Object value) {
    if (!right) {
      throw new IllegalArgumentException("a calibration cannot have %s %s".formatted(name, value));
    }
  }

  /**
   * Itself, as it came out of a file.
   *
   * @throws IllegalArgumentException if a reconstruction error is not positive: others are divided
   *     by it
   */
  Calibration checked() {
    reconstructionErrors.forEach(
        (of, error) -> require(error > 0, "reconstructionErrors of " + of, error));
    return this;
  }

  /** Without a memory. */
  public Calibration(
      double kappa,
      double weight,
      Map<String, Double> imageThresholds,
      Map<String, Double> pixelThresholds) {
    this(kappa, weight, imageThresholds, pixelThresholds, 0, Map.of());
  }

  /**
   * κ and w alone, before thresholds are known: nothing is called anomalous. Without a memory; a
   * detector that has one keeps its share and its units by {@link #with(double, double)}.
   */
  public static Calibration of(double kappa, double weight) {
    return new Calibration(kappa, weight, Map.of(), Map.of());
  }

  /** The same reconstruction errors with another κ and w, for which no thresholds are known. */
  public Calibration with(double kappa, double weight) {
    return new Calibration(kappa, weight, Map.of(), Map.of(), memoryWeight, reconstructionErrors);
  }

  /** The same with a memory that counts for so much, and reconstruction errors beside it. */
  public Calibration withMemory(double weight, Map<String, Double> errors) {
    return Records.with(Records.with(this, "memoryWeight", weight), "reconstructionErrors", errors);
  }

  float imageThreshold(String className) {
    return imageThresholds.getOrDefault(className, Double.POSITIVE_INFINITY).floatValue();
  }

  float pixelThreshold(String className) {
    return pixelThresholds.getOrDefault(className, Double.POSITIVE_INFINITY).floatValue();
  }

  /**
   * What S_rec is divided by beside a memory: the value that is typical of a class's normal images;
   * the mean of all classes for one that was not measured.
   */
  public double reconstructionError(String className) {
    var measured = reconstructionErrors.get(className);
    return measured != null
        ? measured
        : reconstructionErrors.values().stream().mapToDouble(e -> e).average().orElse(1);
  }
}
