package org.onenip.method.onenip;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.onenip.data.RgbImage;
import org.onenip.data.Sample;
import org.onenip.detect.PromptChoice;
import org.onenip.synthesis.SampleSeed;
import org.onenip.synthesis.Synthesis;
import org.onenip.training.Calibrator;
import org.onenip.training.Peers;

/**
 * Measures κ on held-out training normals, and the thresholds after it, so that a deployed detector
 * needs no test set (docs/method.md §8).
 *
 * <p>κ is (max + min)/2 of S_rec, as in the published code, or with a memory of the error that
 * stands in its place ({@link OneNipDetector#error}), but over the held-out normals and one pseudo
 * anomaly made of each.
 *
 * @param held the images, and how thresholds follow from their scores
 */
record OneNipCalibrator(Calibrator held) {
  /**
   * The detector with κ and thresholds of its own, in the place of the one that is given.
   *
   * @param synthesis makes the pseudo anomalies by which κ is measured; none without a refiner
   * @param memoryWeight share of S_nn, where there is a memory
   */
  public OneNipDetector calibrate(
      OneNipDetector detector, Optional<Synthesis> synthesis, double memoryWeight, long seed) {
    held.listener().begin("calibration", 2 * held.normals().size());
    double weight = detector.calibration().weight();
    var scaled =
        detector.memory() == null
            ? detector
            : detector.with(
                detector.calibration().withMemory(memoryWeight, reconstructionErrors(detector)));
    double kappa = scaled.network().refines() ? kappa(scaled, synthesis.orElseThrow(), seed) : 1;
    var calibration = scaled.calibration().with(kappa, weight);
    var measured = held.measure(scaled.with(calibration), held.normals().size());
    held.listener().end();
    return detector.calibrated(
        new Calibration(
            kappa,
            weight,
            withoutShared(detector, Calibrator.thresholds(measured.scores()), weight),
            withoutShared(detector, Calibrator.thresholds(measured.peaks()), weight),
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
    if (detector.memory() == null || held.shared().isEmpty()) {
      return thresholds;
    }
    double usual = (1 - weight) * (1 + Calibrator.DEVIATIONS * Calibrator.USUAL_VARIATION);
    double others =
        thresholds.entrySet().stream()
            .filter(entry -> !held.shared().contains(entry.getKey()))
            .mapToDouble(Map.Entry::getValue)
            .average()
            .orElse(usual);
    var whole = new TreeMap<>(thresholds);
    held.shared().forEach(name -> whole.put(name, others));
    return whole;
  }

  /** The median over each class's images of the largest S_rec. */
  private Map<String, Double> reconstructionErrors(OneNipDetector detector) {
    var peaks = new TreeMap<String, List<Double>>();
    for (int from = 0; from < held.normals().size(); from += Calibrator.BATCH) {
      var batch =
          held.normals().subList(from, Math.min(from + Calibrator.BATCH, held.normals().size()));
      var names = batch.stream().map(Sample::className).toList();
      var maps =
          detector.maps(batch.stream().map(held.images()).toList(), new PromptChoice.Told(names));
      for (int i = 0; i < batch.size(); i++) {
        peaks
            .computeIfAbsent(names.get(i), k -> new ArrayList<>())
            .add(Calibrator.peak(maps.get(i).reconstruction()));
      }
    }
    var medians = new TreeMap<String, Double>();
    peaks.forEach((name, ofClass) -> medians.put(name, Calibrator.median(ofClass.stream())));
    return medians;
  }

  private double kappa(OneNipDetector detector, Synthesis synthesis, long seed) {
    var peers = new Peers(held.normals(), held.images());
    float least = Float.POSITIVE_INFINITY;
    float largest = Float.NEGATIVE_INFINITY;
    for (int from = 0; from < held.normals().size(); from += Calibrator.BATCH) {
      var batch = new ArrayList<RgbImage>();
      int to = Math.min(from + Calibrator.BATCH, held.normals().size());
      for (int i = from; i < to; i++) {
        var image = held.images().apply(held.normals().get(i));
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
      held.listener().progress(to, "κ");
    }
    return Calibrator.finite((largest + least) / 2);
  }
}
