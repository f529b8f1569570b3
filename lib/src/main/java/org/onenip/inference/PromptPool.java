package org.onenip.inference;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.onenip.Tensors;
import org.onenip.UserError;

/**
 * The prompts of all classes, their features and their <em>encoded</em> tokens, computed once
 * (METHOD §7).
 */
final class PromptPool {
  private final List<Prompt> prompts;
  private final NDArray directions;
  private final NDArray encoded;

  /**
   * Encodes the prompts.
   *
   * @param manager will own the tokens
   * @param shape of one prompt's features, {@code (1, C, H, W)}
   * @param encoder features {@code (P, C, H, W)} to tokens {@code (P, L, E)}
   */
  PromptPool(NDManager manager, List<Prompt> prompts, Shape shape, UnaryOperator<NDArray> encoder) {
    this.prompts = List.copyOf(prompts);
    try (var scratch = manager.newSubManager()) {
      var directionList = new NDList();
      var encodedList = new NDList();
      for (var prompt : prompts) { // one by one: the pool may hold thousands
        var features = Tensors.create(scratch, prompt.features(), shape);
        directionList.add(direction(features));
        encodedList.add(encoder.apply(features));
      }
      if (prompts.isEmpty()) { // an imported network, before it has seen a data set
        directions = scratch.create(new Shape(0, shape.get(1)));
        encoded = scratch.create(new Shape(0, 1, 1));
      } else {
        directions = NDArrays.concat(directionList);
        encoded = NDArrays.concat(encodedList);
      }
      directions.attach(manager);
      encoded.attach(manager);
    }
  }

  /** The spatial mean of features {@code (B, C, H, W)}, of length 1: {@code (B, C)}. */
  private static NDArray direction(NDArray features) {
    var mean = features.flatten(2, 3).mean(new int[] {2});
    return mean.div(mean.norm(new int[] {1}, true).maximum(1e-12f));
  }

  List<Prompt> prompts() {
    return prompts;
  }

  /** The encoded tokens {@code (B, L, E)} of the chosen prompts {@code (B)}. */
  NDArray tokens(NDArray chosen) {
    return encoded.get(chosen);
  }

  /** Index {@code (B)} of the prompt nearest to each image's features {@code (B, C, H, W)}. */
  NDArray nearest(NDArray features) {
    if (prompts.isEmpty()) {
      throw new UserError(
          "The detector has no prompts: import it again with --data, which gives it one normal image of each class.");
    }
    return direction(features).matMul(directions.transpose()).argMax(1);
  }

  /**
   * Which prompt each image gets.
   *
   * @param features {@code (B, C, H, W)}
   * @param first index of the first image in the caller's list of classes
   * @return indices {@code (B)}, owned by the features' manager
   */
  NDArray choose(NDArray features, PromptChoice choice, int first) {
    if (choice instanceof PromptChoice.Nearest) {
      return nearest(features);
    }
    int last = first + (int) features.getShape().get(0);
    var chosen = IntStream.range(first, last).mapToLong(image -> told(image, choice)).toArray();
    return features.getManager().create(chosen);
  }

  private int told(int image, PromptChoice choice) {
    if (choice instanceof PromptChoice.Told told) {
      return of(told.classes().get(image))[0];
    } else if (choice instanceof PromptChoice.Random random) {
      var candidates = of(random.classes().get(image));
      var generator = new SplittableRandom(random.seed() * 0x9E3779B97F4A7C15L + image);
      return candidates[generator.nextInt(candidates.length)];
    } else if (choice instanceof PromptChoice.Fixed fixed) {
      return of(fixed.className())[0];
    }
    throw new IllegalArgumentException("unknown choice " + choice);
  }

  private int[] of(String className) {
    var found =
        IntStream.range(0, prompts.size())
            .filter(i -> prompts.get(i).className().equals(className))
            .toArray();
    if (found.length == 0) {
      var known = new LinkedHashSet<String>();
      prompts.forEach(prompt -> known.add(prompt.className()));
      throw new UserError(
          "The detector has no prompt of class \"%s\"; it knows %s."
              .formatted(className, String.join(", ", known)));
    }
    return found;
  }
}
