package org.onenip.training;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.commons.math3.stat.StatUtils;
import org.onenip.data.RgbImage;
import org.onenip.data.Sample;
import org.onenip.inference.Calibration;
import org.onenip.inference.Detector;
import org.onenip.inference.OneNipDetector;
import org.onenip.inference.PromptChoice;
import org.onenip.inference.Thresholds;
import org.onenip.synthesis.SampleSeed;
import org.onenip.synthesis.Synthesis;

/**
 * Measures κ and the thresholds on held-out training normals, so that a deployed detector needs no
 * test set (METHOD §7).
 *
 * <p>κ is (max + min)/2 of S_rec, as in the published code, or with a memory of the error that
 * stands in its place ({@link OneNipDetector#error}), but over the held-out normals and one pseudo
 * anomaly made of each. A class's threshold is its median score times (1 + 3 v), where v is the
 * relative deviation of the scores from their class's median, pooled over all classes since each
 * has few images: 1.4826 times the median absolute one, which is the standard deviation of normally
 * distributed scores, and which a few odd images do not move. Pixels likewise, by the maximum of
 * each image's map.
 */
public final class Calibrator {
  private static final int BATCH = 8;
  private static final double DEVIATIONS = 3;
  private static final double MAD_TO_DEVIATION = 1.4826;

  /** v where too few images are there to measure it. */
  private static final double USUAL_VARIATION = 0.1;

  private final List<Sample> normals;
  private final Function<Sample, RgbImage> images;
  private final TrainingListener listener;
  private final List<String> shared;

  /**
   * Measures on these images.
   *
   * @param normals of every class, not learned from where there are enough
   * @param images reads one
   */
  public Calibrator(
      List<Sample> normals, Function<Sample, RgbImage> images, TrainingListener listener) {
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
      TrainingListener listener) {
    this.normals = normals;
    this.images = images;
    this.shared = shared;
    this.listener = listener;
  }

  /**
   * The detector with κ and thresholds of its own.
   *
   * @param synthesis makes the pseudo anomalies by which κ is measured; none without a refiner
   * @param memoryWeight share of S_nn, where there is a memory
   */
  OneNipDetector calibrate(
      OneNipDetector detector, Optional<Synthesis> synthesis, double memoryWeight, long seed) {
    listener.begin("calibration", 2 * normals.size());
    double weight = detector.calibration().weight();
    var scaled =
        detector.memory() == null
            ? detector
            : detector.with(
                detector.calibration().withMemory(memoryWeight, reconstructionErrors(detector)));
    double kappa = scaled.network().refines() ? kappa(scaled, synthesis.orElseThrow(), seed) : 1;
    var calibration = scaled.calibration().with(kappa, weight);
    var measured = measure(scaled.with(calibration), normals.size());
    listener.end();
    return detector.with(
        new Calibration(
            kappa,
            weight,
            withoutShared(detector, thresholds(measured.scores()), weight),
            withoutShared(detector, thresholds(measured.peaks()), weight),
            calibration.memoryWeight(),
            calibration.reconstructionErrors()));
  }

  /**
   * A memory finds each image that it was made of, at no distance: the thresholds of such classes
   * would be near zero. As errors are in units of what is typical of a class, they get the mean of
   * the others' thresholds, or where there is no other what is usual.
   */
  private Map<String, Double> withoutShared(
      OneNipDetector detector, Map<String, Double> thresholds, double weight) {
    if (detector.memory() == null || shared.isEmpty()) {
      return thresholds;
    }
    double usual = (1 - weight) * (1 + DEVIATIONS * USUAL_VARIATION);
    double others =
        thresholds.entrySet().stream()
            .filter(entry -> !shared.contains(entry.getKey()))
            .mapToDouble(Map.Entry::getValue)
            .average()
            .orElse(usual);
    var whole = new TreeMap<>(thresholds);
    shared.forEach(name -> whole.put(name, others));
    return whole;
  }

  /** The median over each class's images of the largest S_rec. */
  private Map<String, Double> reconstructionErrors(OneNipDetector detector) {
    var peaks = new TreeMap<String, List<Double>>();
    for (int from = 0; from < normals.size(); from += BATCH) {
      var batch = normals.subList(from, Math.min(from + BATCH, normals.size()));
      var names = batch.stream().map(Sample::className).toList();
      var maps = detector.maps(batch.stream().map(images).toList(), new PromptChoice.Told(names));
      for (int i = 0; i < batch.size(); i++) {
        peaks
            .computeIfAbsent(names.get(i), k -> new ArrayList<>())
            .add(peak(maps.get(i).reconstruction()));
      }
    }
    var medians = new TreeMap<String, Double>();
    peaks.forEach((name, ofClass) -> medians.put(name, median(ofClass.stream())));
    return medians;
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
  private record Measured(Map<String, List<Double>> scores, Map<String, List<Double>> peaks) {}

  private Measured measure(Detector detector, int done) {
    var measured = new Measured(new TreeMap<>(), new TreeMap<>());
    for (int from = 0; from < normals.size(); from += BATCH) {
      var batch = normals.subList(from, Math.min(from + BATCH, normals.size()));
      var maps = detector.detect(batch.stream().map(images).toList(), new PromptChoice.Nearest());
      for (int i = 0; i < batch.size(); i++) {
        var name = batch.get(i).className();
        double score = maps.get(i).score();
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

  private double kappa(OneNipDetector detector, Synthesis synthesis, long seed) {
    var peers = new Peers(normals, images);
    float least = Float.POSITIVE_INFINITY;
    float largest = Float.NEGATIVE_INFINITY;
    for (int from = 0; from < normals.size(); from += BATCH) {
      var batch = new ArrayList<RgbImage>();
      int to = Math.min(from + BATCH, normals.size());
      for (int i = from; i < to; i++) {
        var image = images.apply(normals.get(i));
        batch.add(image);
        var peer = peers.of(i, seed, -1, i);
        batch.add(synthesis.apply(image, peer, SampleSeed.of(seed, -1, i)).image());
      }
      for (var maps : detector.maps(batch, new PromptChoice.Nearest())) {
        for (float value : detector.error(maps)) {
          least = Math.min(least, value);
          largest = Math.max(largest, value);
        }
      }
      listener.progress(to, "κ");
    }
    return (largest + least) / 2;
  }

  private static double peak(float[] values) {
    double peak = Double.NEGATIVE_INFINITY;
    for (float value : values) {
      peak = Math.max(peak, value);
    }
    return peak;
  }

  /** median · (1 + 3 v) of each class, v pooled over the classes. */
  static Map<String, Double> thresholds(Map<String, List<Double>> values) {
    var medians = new TreeMap<String, Double>();
    values.forEach((name, ofClass) -> medians.put(name, median(ofClass.stream())));
    int freedom = values.values().stream().mapToInt(ofClass -> ofClass.size() - 1).sum();
    double variation =
        freedom > 1
            ? MAD_TO_DEVIATION
                * median(
                    values.entrySet().stream()
                        .flatMap(
                            entry ->
                                entry.getValue().stream()
                                    .map(v -> Math.abs(v / medians.get(entry.getKey()) - 1))))
            : USUAL_VARIATION;
    medians.replaceAll((name, median) -> median * (1 + DEVIATIONS * variation));
    return medians;
  }

  private static double median(Stream<Double> values) {
    return StatUtils.percentile(values.mapToDouble(v -> v).toArray(), 50);
  }
}
