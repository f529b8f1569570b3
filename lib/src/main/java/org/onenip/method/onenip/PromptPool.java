package org.onenip.method.onenip;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.onenip.detect.PromptChoice;
import org.onenip.engine.Tensors;
import org.onenip.support.UserError;

/**
 * The prompts of all classes, their mean features to choose by, and their <em>encoded</em> tokens
 * (docs/method.md §8). A prompt is encoded when it is first chosen, and again after it was not for
 * so long that others have taken its place in memory. Several threads may use a pool.
 */
final class PromptPool {
  /** Of encoded tokens: a thousand prompts of the paper's network at 224 pixels. */
  private static final long MOST_BYTES = 200L << 20;

  private final NDManager manager;
  private final List<Prompt> prompts;
  private final Shape shape;
  private final UnaryOperator<NDArray> encoder;
  private final long mostBytes;
  private final NDArray directions;

  /** The prompt that each direction speaks for. */
  private final List<Long> owners = new ArrayList<>();

  /** Tokens {@code (1, L, E)} by index of the prompt; the last one used comes last. */
  private final Map<Long, NDArray> encoded = new LinkedHashMap<>(16, 0.75f, true);

  /**
   * Prepares to choose; encodes nothing.
   *
   * @param manager will own directions and tokens
   * @param shape of one prompt's features, {@code (1, C, H, W)}
   * @param encoder features {@code (1, C, H, W)} to tokens {@code (1, L, E)}
   */
  PromptPool(NDManager manager, List<Prompt> prompts, Shape shape, UnaryOperator<NDArray> encoder) {
    this(manager, prompts, shape, encoder, MOST_BYTES);
  }

  /**
   * For tests, with a memory of its own size.
   *
   * @param mostBytes of encoded tokens, between calls
   */
  PromptPool(
      NDManager manager,
      List<Prompt> prompts,
      Shape shape,
      UnaryOperator<NDArray> encoder,
      long mostBytes) {
    this.manager = manager;
    this.prompts = List.copyOf(prompts);
    this.shape = shape;
    this.encoder = encoder;
    this.mostBytes = mostBytes;
    directions = directions();
  }

  /**
   * The mean features of all prompts and their signposts, each of length 1, beside one another:
   * {@code (C, D)}.
   */
  private NDArray directions() {
    int channels = (int) shape.get(1);
    var each = new ArrayList<float[]>();
    for (int p = 0; p < prompts.size(); p++) { // one by one: the pool may hold thousands
      try (var scratch = manager.newSubManager()) {
        var mean = mean(Tensors.create(scratch, prompts.get(p).features(), shape));
        each.add(mean.toFloatArray());
        owners.add((long) p);
      }
      for (var signpost : prompts.get(p).signposts()) {
        each.add(signpost);
        owners.add((long) p);
      }
    }
    var all = new float[channels * each.size()];
    for (int d = 0; d < each.size(); d++) {
      double squares = 0;
      for (float value : each.get(d)) {
        squares += value * value;
      }
      double length = Math.max(Math.sqrt(squares), 1e-12);
      for (int c = 0; c < channels; c++) {
        all[c * each.size() + d] = (float) (each.get(d)[c] / length);
      }
    }
    return Tensors.create(manager, all, new Shape(channels, each.size()));
  }

  /** The spatial mean of features {@code (B, C, H, W)}: {@code (B, C)}. */
  private static NDArray mean(NDArray features) {
    return features.flatten(2, 3).mean(new int[] {2});
  }

  List<Prompt> prompts() {
    return prompts;
  }

  /** The classes of chosen prompts {@code (B)}. */
  List<String> classNames(NDArray chosen) {
    return Arrays.stream(chosen.toLongArray())
        .mapToObj(prompt -> prompts.get((int) prompt).className())
        .toList();
  }

  /**
   * The encoded tokens of chosen prompts.
   *
   * @param chosen indices {@code (B)}
   * @return {@code (B, L, E)}, owned by the manager of {@code chosen}
   */
  synchronized NDArray tokens(NDArray chosen) {
    var each = new NDList();
    for (long prompt : chosen.toLongArray()) {
      each.add(encoded.computeIfAbsent(prompt, this::encode));
    }
    var tokens = NDArrays.concat(each);
    tokens.attach(chosen.getManager());
    long bytes = each.head().size() * each.head().getDataType().getNumOfBytes();
    forget(mostBytes / bytes);
    return tokens;
  }

  private NDArray encode(long prompt) {
    try (var scope = new NDScope();
        var scratch = manager.newSubManager()) {
      scope.suppressNotUsedWarning();
      var tokens =
          encoder.apply(Tensors.create(scratch, prompts.get((int) prompt).features(), shape));
      NDScope.unregister(tokens);
      tokens.attach(manager);
      return tokens;
    }
  }

  /** Closes the tokens that were not used for the longest time, of prompts beyond so many. */
  private void forget(long most) {
    var oldest = encoded.values().iterator();
    while (encoded.size() > most) {
      var tokens = oldest.next();
      oldest.remove();
      tokens.close();
    }
  }

  /** Index {@code (B)} of the prompt nearest to each image's features {@code (B, C, H, W)}. */
  NDArray nearest(NDArray features) {
    if (prompts.isEmpty()) {
      throw new UserError(
          "The detector has no prompts: import it again with --data, which gives it one normal image of each class.");
    }
    // the cosine but for the image's own length, which changes no order
    var nearest = mean(features).matMul(directions).argMax(1).toLongArray();
    return features
        .getManager()
        .create(Arrays.stream(nearest).map(d -> owners.get((int) d)).toArray());
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
