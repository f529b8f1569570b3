package org.onenip.training;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.commons.math3.stat.StatUtils;
import org.onenip.data.RgbImage;
import org.onenip.data.Sample;
import org.onenip.detect.Detector;
import org.onenip.detect.StepListener;
import org.onenip.detect.Thresholds;
import org.onenip.support.UserError;

/**
 * Measures thresholds on held-out training normals, so that a deployed detector needs no test set
 * (docs/method.md §8).
 *
 * <p>A class's threshold is its median score times (1 + 3 v), where v is the relative deviation of
 * the scores from their class's median, pooled over all classes since each has few images: 1.4826
 * times the median absolute one, which is the standard deviation of normally distributed scores,
 * and which a few odd images do not move. Pixels likewise, by the maximum of each image's map.
 */
public final class Calibrator {
  /** Images that are scored together. */
  public static final int BATCH = 8;

  /** By how many deviations a threshold is above the median. */
  public static final double DEVIATIONS = 3;

  /** The deviation where too few images are there to measure it. */
  public static final double USUAL_VARIATION = 0.1;

  private static final double MAD_TO_DEVIATION = 1.4826;

  private final List<Sample> normals;
  private final Function<Sample, RgbImage> images;
  private final StepListener listener;
  private final List<String> shared;

  /**
   * Measures on these images.
   *
   * @param normals of every class, not learned from where there are enough
   * @param images reads one
   */
  public Calibrator(
      List<Sample> normals, Function<Sample, RgbImage> images, StepListener listener) {
    this(normals, images, List.of(), listener);
  }

  /**
   * The same where some classes had too few images to hold any out.
   *
   * @param shared those classes, of which the images are those that were learned from
   */
  Calibrator(
      List<Sample> normals,
      Function<Sample, RgbImage> images,
      List<String> shared,
      StepListener listener) {
    this.normals = normals;
    this.images = images;
    this.shared = shared;
    this.listener = listener;
  }

  /** The images. */
  public List<Sample> normals() {
    return normals;
  }

  /** Reads one. */
  public Function<Sample, RgbImage> images() {
    return images;
  }

  /** Classes of which the images are those that were learned from. */
  public List<String> shared() {
    return shared;
  }

  /** Hears of the progress. */
  public StepListener listener() {
    return listener;
  }

  /**
   * The thresholds of a detector that does not know an image's class: those of the class with the
   * largest ones serve for all.
   */
  public Thresholds thresholds(Detector detector) {
    listener.begin("calibration", normals.size());
    var measured = measure(detector, 0);
    listener.end();
    return new Thresholds(
        Collections.max(thresholds(measured.scores()).values()),
        Collections.max(thresholds(measured.peaks()).values()));
  }

  /** The score of each image, and the largest value of its map, by class. */
  public record Measured(Map<String, List<Double>> scores, Map<String, List<Double>> peaks) {}

  /**
   * Scores the images.
   *
   * @param done units of the listener's part that are done before
   */
  public Measured measure(Detector detector, int done) {
    var measured = new Measured(new TreeMap<>(), new TreeMap<>());
    for (int from = 0; from < normals.size(); from += BATCH) {
      var batch = normals.subList(from, Math.min(from + BATCH, normals.size()));
      var maps = detector.detect(batch.stream().map(images).toList());
      for (int i = 0; i < batch.size(); i++) {
        var name = batch.get(i).className();
        double score = finite(maps.get(i).score());
        measured.scores().computeIfAbsent(name, k -> new ArrayList<>()).add(score);
        measured
            .peaks()
            .computeIfAbsent(name, k -> new ArrayList<>())
            .add(peak(maps.get(i).values()));
      }
      listener.progress(done + from + batch.size(), "thresholds");
    }
    return measured;
  }

  /**
   * The largest value of a map.
   *
   * @throws UserError if one is no number
   */
  public static double peak(float[] values) {
    double peak = Double.NEGATIVE_INFINITY;
    for (float value : values) {
      peak = Math.max(peak, value); // no number, where one is none
    }
    return finite(peak);
  }

  /**
   * What a detector says of a normal image, which has to be a number.
   *
   * @throws UserError if it is none
   */
  public static double finite(double value) {
    if (!Double.isFinite(value)) {
      throw new UserError(
          "The detector says %s of a normal image, which is no number: its training diverged; train anew with a smaller --lr."
              .formatted(value));
    }
    return value;
  }

  /** median · (1 + 3 v) of each class, v pooled over the classes. */
  public static Map<String, Double> thresholds(Map<String, List<Double>> values) {
    var medians = new TreeMap<String, Double>();
    values.forEach((name, ofClass) -> medians.put(name, median(ofClass.stream())));
    int freedom = values.values().stream().mapToInt(ofClass -> ofClass.size() - 1).sum();
    var deviations =
        values.entrySet().stream()
            .flatMap(
                entry ->
                    entry.getValue().stream()
                        .map(v -> Math.abs(v / medians.get(entry.getKey()) - 1)))
            .filter(Double::isFinite) // a median of 0 says nothing: all images are one
            .toList();
    double variation =
        freedom > 1 && !deviations.isEmpty()
            ? MAD_TO_DEVIATION * median(deviations.stream())
            : USUAL_VARIATION;
    medians.replaceAll((name, median) -> median * (1 + DEVIATIONS * variation));
    return medians;
  }

  /** The middle one. */
  public static double median(Stream<Double> values) {
    return StatUtils.percentile(values.mapToDouble(v -> v).toArray(), 50);
  }
}
