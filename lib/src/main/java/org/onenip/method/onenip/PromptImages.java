package org.onenip.method.onenip;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.onenip.detect.Coreset;
import org.onenip.training.FeatureCache;

/**
 * Which training normals are prompts (docs/method.md §8): of each class its medoid, and where
 * several are asked for, after it those that are farthest from all before them, so that each stands
 * for the images around it.
 */
final class PromptImages {
  private final FeatureCache cache;
  private final Map<String, List<Integer>> classes;
  private final Map<String, List<Integer>> pool = new TreeMap<>();

  /**
   * Chooses.
   *
   * @param perClass prompts of each class, if it has so many images
   */
  PromptImages(FeatureCache cache, int perClass) {
    this.cache = cache;
    classes = cache.classes();
    classes.forEach((name, members) -> pool.put(name, pool(members, perClass)));
  }

  /** The prompts of each class, the medoid first. */
  Map<String, List<Integer>> pool() {
    return pool;
  }

  /**
   * The images that a sample's prompt may be in training, by sample.
   *
   * @param fixed that of the pool which is nearest to the sample, or any of its class
   */
  List<List<Integer>> candidates(boolean fixed) {
    var candidates = new TreeMap<Integer, List<Integer>>();
    classes.forEach(
        (name, members) -> {
          var own = pool.get(name);
          var nearest = fixed ? nearest(members, own) : null;
          for (int i = 0; i < members.size(); i++) {
            candidates.put(members.get(i), fixed ? List.of(own.get((int) nearest[i])) : members);
          }
        });
    return List.copyOf(candidates.values());
  }

  /**
   * The mean features of images that stand for all of a class: the most different ones, each with
   * the prompt that it is nearest to.
   *
   * @param count of the class
   * @param seed of what is drawn
   * @return as many lists as the pool has prompts of this class
   */
  List<List<float[]>> signposts(String name, int count, long seed) {
    var own = pool.get(name);
    var signposts = new ArrayList<List<float[]>>();
    own.forEach(prompt -> signposts.add(new ArrayList<>()));
    if (count > 0) {
      try (var scratch = cache.newSubManager()) {
        var means = means(scratch, classes.get(name));
        int[] chosen = Coreset.choose(means, count, seed);
        var images = Arrays.stream(chosen).mapToObj(classes.get(name)::get).toList();
        long[] nearest = nearest(images, own);
        for (int i = 0; i < chosen.length; i++) {
          signposts.get((int) nearest[i]).add(means.get(chosen[i]).toFloatArray());
        }
      }
    }
    return signposts;
  }

  private List<Integer> pool(List<Integer> members, int count) {
    var chosen = new ArrayList<Integer>();
    try (var scratch = cache.newSubManager()) {
      var means = means(scratch, members);
      var fromMean = means.sub(means.mean(new int[] {0}, true)).square().sum(new int[] {1});
      chosen.add((int) fromMean.argMin().getLong());
      var directions = directions(means);
      while (chosen.size() < Math.min(count, members.size())) {
        var similarity = similarities(directions, directions.get(scratch.create(ints(chosen))));
        chosen.add((int) similarity.max(new int[] {1}).argMin().getLong());
      }
    }
    return chosen.stream().limit(count).map(members::get).toList();
  }

  /** Index in {@code prompts} of the one nearest to each image, as the detector will choose. */
  private long[] nearest(List<Integer> images, List<Integer> prompts) {
    try (var scratch = cache.newSubManager()) {
      var all = directions(means(scratch, images));
      return similarities(all, directions(means(scratch, prompts))).argMax(1).toLongArray();
    }
  }

  /** Of each image with each prompt, the cosine: {@code (n, p)}. */
  private static NDArray similarities(NDArray images, NDArray prompts) {
    return images.matMul(prompts.transpose());
  }

  private static NDArray directions(NDArray means) {
    return means.div(means.norm(new int[] {1}, true).maximum(1e-12f));
  }

  private NDArray means(NDManager manager, List<Integer> images) {
    return cache.get(manager, ints(images)).flatten(2, 3).mean(new int[] {2}); // (n, C)
  }

  private static int[] ints(List<Integer> values) {
    return values.stream().mapToInt(i -> i).toArray();
  }
}
