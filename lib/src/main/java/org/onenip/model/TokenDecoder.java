package org.onenip.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import org.onenip.engine.Pass;
import org.onenip.engine.ShapedBlock;

/**
 * The part that researchers replace: rebuilds the target's tokens with the prompt's help.
 *
 * <p>A variant extends this class, adds its layers with {@link #child} in the constructor and
 * writes {@link #decode}; {@link Decoders#register} gives it the name by which settings choose it.
 * To multiply by a number it calls {@link org.onenip.engine.Tensors#scale}, never {@code
 * mul(number)}.
 */
public abstract class TokenDecoder extends ShapedBlock {
  /**
   * Rebuilds the target.
   *
   * @param target encoded target tokens {@code (B, L, E)}
   * @param prompt encoded prompt tokens {@code (B, L, E)}, one prompt for each target
   * @param positions {@code (1, L, E)}
   * @param mask the neighbour mask {@code (L, L)}, or null where the setting leaves it out
   * @return tokens of the target's shape
   */
  public abstract NDArray decode(
      Pass pass, NDArray target, NDArray prompt, NDArray positions, NDArray mask);

  /** Inputs: target, prompt, positions and, where there is one, the mask. */
  @Override
  protected final NDList forwardInternal(
      ParameterStore parameters, NDList in, boolean training, PairList<String, Object> params) {
    var mask = in.size() > 3 ? in.get(3) : null;
    return new NDList(
        decode(new Pass(parameters, training), in.get(0), in.get(1), in.get(2), mask));
  }
}
