package org.onenip.training;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.onenip.data.Sample;

/**
 * Normal training images split in two: those that the network learns from, and those by which κ and
 * the thresholds are calibrated.
 *
 * @param fit to learn from
 * @param calibration a tenth of each class, at least two; where a class has too few images to spare
 *     any, the same images serve both ends
 * @param shared classes of which that is so
 */
public record HeldOut(List<Sample> fit, List<Sample> calibration, List<String> shared) {
  private static final int SHARE = 10;
  private static final int LEAST = 2;
  private static final int FEWEST_IMAGES = 10;

  /** Splits by chance, the same for the same seed. */
  public static HeldOut split(List<Sample> normals, long seed) {
    var fit = new ArrayList<Sample>();
    var calibration = new ArrayList<Sample>();
    var shared = new ArrayList<String>();
    var classes =
        normals.stream()
            .collect(Collectors.groupingBy(Sample::className, TreeMap::new, Collectors.toList()));
    classes.forEach(
        (name, samples) -> {
          if (samples.size() < FEWEST_IMAGES) {
            fit.addAll(samples);
            calibration.addAll(samples);
            shared.add(name);
          } else {
            var order = new ArrayList<>(samples);
            java.util.Collections.shuffle(order, new Random(seed));
            var out = order.subList(0, Math.max(LEAST, samples.size() / SHARE));
            calibration.addAll(samples.stream().filter(out::contains).toList());
            fit.addAll(samples.stream().filter(s -> !out.contains(s)).toList());
          }
        });
    return new HeldOut(List.copyOf(fit), List.copyOf(calibration), List.copyOf(shared));
  }
}
