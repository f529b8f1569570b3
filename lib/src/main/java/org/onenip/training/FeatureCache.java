package org.onenip.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.onenip.data.Sample;
import org.onenip.data.SampleDataset;
import org.onenip.data.SampleImages;
import org.onenip.detect.FeatureExtractor;
import org.onenip.detect.FeatureScale;
import org.onenip.detect.StepListener;

/**
 * The features of all training normals, computed once: the backbone is frozen and the images never
 * change.
 */
public final class FeatureCache {
  private static final int BATCH = 8;

  private final NDArray features;
  private final FeatureScale scale;

  /** Of the finer level, half precision, not standardised; null where nobody asked for it. */
  private final NDArray fine;

  private final FeatureScale fineScale;

  /**
   * Runs the backbone over all samples; the next batch is read while it works.
   *
   * @param manager will own the cache
   * @param raw without standardisation
   * @param standardize whether to measure a scale and apply it
   * @param levels whether to keep the finer level too
   */
  public FeatureCache(
      NDManager manager,
      List<Sample> samples,
      SampleImages images,
      FeatureExtractor raw,
      boolean standardize,
      boolean levels,
      StepListener listener) {
    listener.begin("features", samples.size());
    try (var scratch = manager.newSubManager()) {
      var parts = new NDList();
      var fineParts = new NDList();
      new SampleDataset(samples, images, BATCH)
          .forEachBatch(
              scratch,
              batch -> {
                var image = batch.getData().head();
                var part = levels ? raw.levels(image) : new NDList(raw.features(image));
                if (levels) {
                  var half = part.get(1).toType(DataType.FLOAT16, false);
                  half.attach(scratch);
                  fineParts.add(half);
                }
                part.head().attach(scratch);
                parts.add(part.head());
                listener.progress(
                    parts.stream().mapToInt(p -> (int) p.getShape().get(0)).sum(), "");
              });
      var all = NDArrays.concat(parts); // (M, C, H, W)
      scale = standardize ? FeatureScale.of(all) : raw.scale();
      features = scale.apply(all);
      features.attach(manager);
      fine = levels ? NDArrays.concat(fineParts) : null; // (M, C', 2H, 2W)
      fineScale = levels ? FeatureScale.ofMany(fine) : null;
      if (levels) {
        fine.attach(manager);
      }
    }
    listener.end();
  }

  /** A manager on the cache's device, for the arrays of one step. */
  public NDManager newSubManager() {
    return features.getManager().newSubManager();
  }

  /** By which the features are standardised. */
  public FeatureScale scale() {
    return scale;
  }

  /** By which finer features are standardised. */
  public FeatureScale fineScale() {
    return fineScale;
  }

  /** The finer features {@code (B, C', 2H, 2W)} of samples, standardised. */
  public NDArray fine(NDManager manager, int[] indices) {
    try (var scratch = manager.newSubManager()) {
      var chosen = fine.get(scratch.create(indices));
      chosen.attach(scratch);
      var standardised = fineScale.apply(chosen.toType(DataType.FLOAT32, false));
      standardised.attach(manager);
      return standardised;
    }
  }

  /** The features {@code (B, C, H, W)} of samples, owned by {@code manager}. */
  public NDArray get(NDManager manager, int[] indices) {
    var chosen = features.get(manager.create(indices));
    chosen.attach(manager);
    return chosen;
  }

  /** The indices of each class's samples. */
  public static Map<String, List<Integer>> byClass(List<Sample> samples) {
    return IntStream.range(0, samples.size())
        .boxed()
        .collect(
            Collectors.groupingBy(
                i -> samples.get(i).className(), TreeMap::new, Collectors.toList()));
  }

  /** Squared error of predicting, at each position, the mean feature of the sample's class. */
  public double classMeanError(List<Sample> samples) {
    double sum = 0;
    for (var members : byClass(samples).values()) {
      try (var scratch = features.getManager().newSubManager()) {
        var own = get(scratch, members.stream().mapToInt(i -> i).toArray());
        var error = own.sub(own.mean(new int[] {0}, true)).square().mean();
        sum += error.getFloat() * members.size();
      }
    }
    return sum / samples.size();
  }
}
