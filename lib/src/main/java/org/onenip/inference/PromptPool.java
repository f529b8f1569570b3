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
        var features = scratch.create(prompt.features(), shape);
        directionList.add(direction(features));
        encodedList.add(encoder.apply(features));
      }
      directions = NDArrays.concat(directionList);
      encoded = NDArrays.concat(encodedList);
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

  /** The encoded tokens {@code (B, L, E)} of the chosen prompts. */
  NDArray tokens(int[] chosen) {
    return encoded.get(encoded.getManager().create(chosen));
  }

  /**
   * Which prompt each image gets.
   *
   * @param features {@code (B, C, H, W)}
   * @param first index of the first image in the caller's list of classes
   */
  int[] choose(NDArray features, PromptChoice choice, int first) {
    int batch = (int) features.getShape().get(0);
    if (choice instanceof PromptChoice.Nearest) {
      var similarity = direction(features).matMul(directions.transpose()); // (B, P)
      return toIndices(similarity.argMax(1));
    } else if (choice instanceof PromptChoice.Told told) {
      return IntStream.range(first, first + batch).map(i -> of(told.classes().get(i))[0]).toArray();
    } else if (choice instanceof PromptChoice.Random random) {
      return IntStream.range(first, first + batch)
          .map(
              i -> {
                var candidates = of(random.classes().get(i));
                var generator = new SplittableRandom(random.seed() * 0x9E3779B97F4A7C15L + i);
                return candidates[generator.nextInt(candidates.length)];
              })
          .toArray();
    } else if (choice instanceof PromptChoice.Fixed fixed) {
      int index = of(fixed.className())[0];
      return IntStream.range(0, batch).map(i -> index).toArray();
    }
    throw new IllegalArgumentException("unknown choice " + choice);
  }

  private static int[] toIndices(NDArray longs) {
    return java.util.Arrays.stream(longs.toLongArray()).mapToInt(Math::toIntExact).toArray();
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
