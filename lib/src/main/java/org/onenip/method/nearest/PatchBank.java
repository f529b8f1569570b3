package org.onenip.method.nearest;

import ai.djl.ndarray.NDArray;
import org.onenip.detect.LearnedErrors;
import org.onenip.engine.Tensors;

/**
 * The error of a position is the distance of its feature to the nearest one in a bank of normal
 * patches of all classes. It knows no prompts and no threshold.
 *
 * @param bank normal patches {@code (M, C)}
 */
public record PatchBank(NDArray bank) implements LearnedErrors {
  private static final int CHUNK = 4096;

  /** Distance of each feature to its nearest neighbour. */
  @Override
  public NDArray errors(NDArray features) {
    var shape = features.getShape();
    var patches = features.transpose(0, 2, 3, 1).reshape(-1, shape.get(1)); // (B·H·W, C)
    NDArray nearest = null; // squared, without the patch's own length, which is the same for all
    for (long from = 0; from < bank.getShape().get(0); from += CHUNK) {
      long to = Math.min(from + CHUNK, bank.getShape().get(0));
      var chunk = bank.get("{}:{}", from, to);
      var lengths = chunk.square().sum(new int[] {1}).expandDims(0);
      var least =
          lengths.sub(Tensors.scale(patches.matMul(chunk.transpose()), 2)).min(new int[] {1});
      nearest = nearest == null ? least : nearest.minimum(least);
    }
    return nearest
        .add(patches.square().sum(new int[] {1}))
        .maximum(0)
        .sqrt()
        .reshape(shape.get(0), 1, shape.get(2), shape.get(3));
  }
}
