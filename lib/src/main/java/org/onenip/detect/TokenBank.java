package org.onenip.detect;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.onenip.engine.Tensors;

/**
 * Normal tokens of one class, among which the nearest is looked for. They are rounded to half
 * precision, in which they are saved.
 *
 * @param tokens {@code (M, C)}
 * @param images {@code (M)}, float32: which training image each token is from
 */
public record TokenBank(NDArray tokens, NDArray images) {
  /** Farther than any token. */
  private static final double EXCLUDED = 1e12;

  /** No image of the bank. */
  public static final int NONE = -1;

  /**
   * A bank of the tokens of features that stand for all of them.
   *
   * @param features {@code (B, C, H, W)} of normal images
   * @param images which image each of them is
   * @param count tokens to keep
   * @param candidates tokens to choose among, drawn by chance where there are more
   * @return owned by the features' manager
   */
  public static TokenBank of(NDArray features, int[] images, int count, int candidates, long seed) {
    var manager = features.getManager();
    long positions = features.getShape().get(2) * features.getShape().get(3);
    try (var scratch = manager.newSubManager()) {
      var tokens = // (B, C, H, W) -> (B·H·W, C)
          features.transpose(0, 2, 3, 1).reshape(-1, features.getShape().get(1));
      tokens.attach(scratch);
      int[] drawn = drawn((int) tokens.getShape().get(0), candidates, seed);
      var some = tokens.get(scratch.create(drawn));
      some.attach(scratch);
      int[] chosen = Coreset.choose(some, count, seed);
      var from = new float[chosen.length];
      for (int i = 0; i < chosen.length; i++) {
        from[i] = images[(int) (drawn[chosen[i]] / positions)];
      }
      var kept =
          some.get(scratch.create(chosen))
              .toType(DataType.FLOAT16, false)
              .toType(DataType.FLOAT32, false);
      kept.attach(manager);
      return new TokenBank(kept, Tensors.create(manager, from, new Shape(from.length)));
    }
  }

  /** Indices below {@code all}: every one, or so many of them drawn by chance. */
  private static int[] drawn(int all, int most, long seed) {
    if (all <= most) {
      return IntStream.range(0, all).toArray();
    }
    return new SplittableRandom(seed).ints(0, all).distinct().limit(most).sorted().toArray();
  }

  /**
   * The normal token nearest to each of an image's.
   *
   * @param features {@code (C, H, W)}
   * @param except the training image whose tokens do not count, since it is this one; {@link #NONE}
   * @return {@code (C, H, W)}, owned by the features' manager
   */
  public NDArray nearest(NDArray features, int except) {
    var manager = features.getManager();
    try (var scope = new NDScope()) { // else what is made of the tokens stays as long as they do
      scope.suppressNotUsedWarning();
      var queries = features.flatten(1, 2).transpose(); // (C, H, W) -> (L, C)
      // the squared distance but for the query's own length, which changes no order
      var lengths = tokens.square().sum(new int[] {1}); // (M)
      if (except != NONE) {
        var own = images.eq(except).toType(DataType.FLOAT32, false);
        lengths = lengths.add(Tensors.scale(own, EXCLUDED));
      }
      var distances = lengths.sub(Tensors.scale(queries, 2).matMul(tokens.transpose()));
      var nearest = tokens.get(distances.argMin(1)); // (L, C)
      var placed = nearest.transpose().reshape(features.getShape());
      NDScope.unregister(placed);
      placed.attach(manager);
      return placed;
    }
  }

  /** The nearest normal tokens of several images, each with its bank. */
  public static NDArray nearest(NDArray features, List<TokenBank> banks, int[] except) {
    var manager = features.getManager();
    try (var scratch = manager.newSubManager()) {
      var each = new NDList();
      for (int b = 0; b < banks.size(); b++) {
        var image = features.get(b);
        image.attach(scratch);
        each.add(banks.get(b).nearest(image, except[b]));
      }
      var all = NDArrays.stack(each);
      all.attach(manager);
      return all;
    }
  }

  /** Hands the tokens to a manager. */
  public void attach(NDManager manager) {
    tokens.attach(manager);
    images.attach(manager);
  }
}
