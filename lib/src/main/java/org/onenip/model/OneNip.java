package org.onenip.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;

/**
 * The whole of OneNIP behind the backbone: features of a target and of one normal prompt in, the
 * reconstructed features and the refiner's logits out.
 *
 * <p>Letters: B targets, P prompts (B is a multiple of P), C channels, H = W grid, L = H·W tokens,
 * E width, S = 16 H image size.
 */
public final class OneNip extends Reconstructor {
  private final Refiner refiner;

  /**
   * Builds the network; {@link #initialize} fills it. With a refinerWidth of 0 it has no refiner.
   */
  public OneNip(OneNipConfig config) {
    super(config);
    int side = config.grid();
    refiner =
        config.refinerWidth() == 0
            ? null
            : child("seghead", new Refiner(config), new Shape(1, config.channels(), side, side));
  }

  /**
   * Reconstructs (or restores) the target's features with the prompt's help (METHOD §4).
   *
   * @param target encoded target {@code (B, L, E)}
   * @param prompt encoded prompts {@code (P, L, E)}; target b is decoded with prompt b mod P
   * @return F̂ {@code (B, C, H, W)}
   */
  public NDArray decode(Pass pass, NDArray target, NDArray prompt) {
    long batch = target.getShape().get(0);
    long prompts = prompt.getShape().get(0);
    if (batch != prompts) {
      prompt = // (P, L, E) -> (B, L, E)
          prompt
              .expandDims(0)
              .broadcast(batch / prompts, prompts, config().tokens(), config().width())
              .reshape(batch, config().tokens(), config().width());
    }
    return rebuild(pass, target, prompt);
  }

  /** Whether it has a refiner. */
  public boolean refines() {
    return refiner != null;
  }

  /**
   * Refines the error of a reconstruction (METHOD §5).
   *
   * @param reconstructed F̂ {@code (B, C, H, W)}
   * @param features F {@code (B, C, H, W)}
   * @return logits {@code (B, 1, S, S)}
   */
  public NDArray refine(Pass pass, NDArray reconstructed, NDArray features) {
    return refiner.refine(pass, reconstructed.sub(features).abs());
  }

  /**
   * Inputs: target features {@code (B, C, H, W)}, prompt features {@code (P, C, H, W)}. Outputs: F̂
   * {@code (B, C, H, W)} and, with a refiner, logits {@code (B, 1, S, S)}. Target and prompt share
   * one encoding.
   */
  @Override
  protected NDList forwardInternal(
      ParameterStore parameters, NDList in, boolean training, PairList<String, Object> params) {
    var pass = new Pass(parameters, training);
    var target = in.get(0);
    long batch = target.getShape().get(0);
    var encoded = encode(pass, target.concat(in.get(1), 0));
    var reconstructed = decode(pass, encoded.get("0:{}", batch), encoded.get("{}:", batch));
    return refines()
        ? new NDList(reconstructed, refine(pass, reconstructed, target))
        : new NDList(reconstructed);
  }

  @Override
  public Shape[] getOutputShapes(Shape[] in) {
    long batch = in[0].get(0);
    long side = 16L * config().grid();
    return refines() ? new Shape[] {in[0], new Shape(batch, 1, side, side)} : new Shape[] {in[0]};
  }
}
