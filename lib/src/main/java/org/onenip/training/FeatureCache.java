package org.onenip.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
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
public final class FeatureCache implements AutoCloseable {
  private static final int BATCH = 8;

  private final Map<String, List<Integer>> classes;
  private final NDManager manager;
  private final NDArray features;
  private final FeatureScale scale;

  /** Of the finer level, half precision, not standardised; null where nobody asked for it. */
  private final NDArray fine;

  private final FeatureScale fineScale;

  /**
   * Runs the backbone over all samples; the next batch is read while it works.
   *
   * @param raw without standardisation
   * @param standardize whether to measure a scale and apply it
   * @param levels whether to keep the finer level too
   */
  public FeatureCache(
      List<Sample> samples,
      SampleImages images,
      FeatureExtractor raw,
      boolean standardize,
      boolean levels,
      StepListener listener) {
    classes = byClass(samples);
    listener.begin("features", samples.size());
    manager = NDManager.newBaseManager(raw.backbone().device());
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
    } catch (RuntimeException e) {
      manager.close();
      throw e;
    }
    listener.end();
  }

  /** Owns the cache, and whatever else is to live as long. */
  public NDManager manager() {
    return manager;
  }

  /** A manager on the cache's device, for the arrays of one step. */
  public NDManager newSubManager() {
    return manager.newSubManager();
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

  /** The same of the cache's own samples. */
  public Map<String, List<Integer>> classes() {
    return Collections.unmodifiableMap(classes);
  }

  /**
   * What is learned of each class, in the order of their names, owned by the cache's manager.
   *
   * @param learn is given a class's features {@code (n, C, H, W)}, which are closed after it
   */
  public NDList ofEachClass(UnaryOperator<NDArray> learn) {
    var learned = new NDList();
    for (var members : classes.values()) {
      try (var scratch = newSubManager()) {
        var one = learn.apply(get(scratch, members.stream().mapToInt(i -> i).toArray()));
        one.attach(manager);
        learned.add(one);
      }
    }
    return learned;
  }

  /** Squared error of predicting, at each position, the mean feature of the sample's class. */
  public double classMeanError() {
    double sum = 0;
    for (var members : classes.values()) {
      try (var scratch = newSubManager()) {
        var own = get(scratch, members.stream().mapToInt(i -> i).toArray());
        var error = own.sub(own.mean(new int[] {0}, true)).square().mean();
        sum += error.getFloat() * members.size();
      }
    }
    return sum / features.getShape().get(0);
  }

  @Override
  public void close() {
    manager.close();
  }
}
