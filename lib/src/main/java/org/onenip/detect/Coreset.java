package org.onenip.detect;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import java.util.SplittableRandom;
import org.onenip.engine.Tensors;

/**
 * Few tokens that stand for many: greedy k-centre choice (Gonzalez, 1985; as PatchCore has it, Roth
 * et al., 2022). Each next token is the one farthest from all that were chosen, so that rare normal
 * tokens are kept, and common ones once. Distances are measured after a random projection, which
 * keeps them nearly as they are (Johnson and Lindenstrauss, 1984).
 */
public final class Coreset {
  private static final int PROJECTED = 64;

  private Coreset() {}

  /**
   * Chooses tokens.
   *
   * @param tokens {@code (M, C)}
   * @param count how many; all where there are no more
   * @param seed of the projection and of the first token
   * @return their indices, in the order in which they were chosen
   */
  public static int[] choose(NDArray tokens, int count, long seed) {
    int all = (int) tokens.getShape().get(0);
    var random = new SplittableRandom(seed);
    try (var scratch = tokens.getManager().newSubManager()) {
      var projected = projected(tokens, random, scratch);
      var lengths = projected.square().sum(new int[] {1});
      var chosen = new int[Math.min(count, all)];
      NDArray least = null; // squared distance of each token to the nearest chosen one
      int next = random.nextInt(all);
      for (int i = 0; i < chosen.length; i++) {
        chosen[i] = next;
        try (var step = new NDScope()) {
          step.suppressNotUsedWarning();
          var own = projected.get(next); // (64)
          var distance = lengths.sub(projected.matMul(own.mul(2))).add(own.square().sum());
          var nearer = least == null ? distance : least.minimum(distance);
          next = (int) nearer.argMax().getLong();
          NDScope.unregister(nearer);
          if (least != null) {
            least.close();
          }
          least = nearer;
        }
      }
      return chosen;
    }
  }

  private static NDArray projected(NDArray tokens, SplittableRandom random, NDManager scratch) {
    int channels = (int) tokens.getShape().get(1);
    if (channels <= PROJECTED) {
      var same = tokens.duplicate();
      same.attach(scratch);
      return same;
    }
    var normal = new float[channels * PROJECTED];
    for (int i = 0; i < normal.length; i++) {
      normal[i] = (float) (random.nextGaussian() / Math.sqrt(PROJECTED));
    }
    var matrix = Tensors.create(scratch, normal, new Shape(channels, PROJECTED));
    var projected = tokens.matMul(matrix);
    projected.attach(scratch);
    return projected;
  }
}
