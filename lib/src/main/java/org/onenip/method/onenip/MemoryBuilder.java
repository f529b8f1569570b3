package org.onenip.method.onenip;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.apache.commons.math3.stat.StatUtils;
import org.onenip.detect.StepListener;
import org.onenip.training.TrainingData;

/**
 * Makes the {@link NormalMemory} of a training: the tokens that stand for each class's images to
 * learn from, and what distances are typical of its held-out ones.
 */
final class MemoryBuilder {
  private static final int BATCH = 8;

  private final TrainingData data;
  private final StepListener listener;

  MemoryBuilder(TrainingData data, StepListener listener) {
    this.data = data;
    this.listener = listener;
  }

  /**
   * The memory, owned by the data's manager.
   *
   * @param tokens of each class and level
   * @param seed of what is drawn
   */
  NormalMemory build(int tokens, long seed) {
    var cache = data.cache();
    var groups = data.extractor().backbone().fineGroups();
    var memory = new NormalMemory(cache.fineScale(), groups);
    var classes = cache.classes();
    listener.begin("memory", classes.size());
    classes.forEach(
        (name, members) -> {
          int[] indices = members.stream().mapToInt(i -> i).toArray();
          try (var scratch = cache.newSubManager()) {
            var features = cache.get(scratch, indices);
            memory.learn(name, features, cache.fine(scratch, indices), indices, tokens, seed);
            memory.attach(name, data.manager());
          }
          listener.progress(memory.classes().size(), name);
        });
    listener.end();
    measure(memory);
    return memory;
  }

  /** The largest distance at each level in each held-out image, by class. */
  private record Largest(List<Double> grid, List<Double> fine) {
    Largest() {
      this(new ArrayList<>(), new ArrayList<>());
    }
  }

  private void measure(NormalMemory memory) {
    var normals = data.split().calibration();
    var largest = new TreeMap<String, Largest>();
    listener.begin("distances", normals.size());
    for (int from = 0; from < normals.size(); from += BATCH) {
      var batch = normals.subList(from, Math.min(from + BATCH, normals.size()));
      try (var scratch = data.manager().newSubManager()) {
        var images = batch.stream().map(data.images()::image).toList();
        var levels = data.extractor().levels(scratch, images);
        var names = batch.stream().map(sample -> sample.className()).toList();
        // where too few images were there to hold any out, an image must not find itself
        int[] except = batch.stream().mapToInt(data.split().fit()::indexOf).toArray();
        var fine = memory.fineScale().apply(levels.get(1));
        var distances = memory.distances(levels.get(0), fine, names, except);
        for (int i = 0; i < batch.size(); i++) {
          var own = largest.computeIfAbsent(names.get(i), name -> new Largest());
          own.grid().add(max(distances.get(0), i));
          own.fine().add(max(distances.get(1), i));
        }
      }
      listener.progress(from + batch.size(), "");
    }
    listener.end();
    largest.forEach(
        (name, values) -> memory.measure(name, median(values.grid()), median(values.fine())));
  }

  private static double max(NDArray distances, int image) {
    return distances.get(image).max().getFloat();
  }

  private static double median(List<Double> values) {
    return StatUtils.percentile(values.stream().mapToDouble(v -> v).toArray(), 50);
  }
}
