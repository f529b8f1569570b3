package org.onenip.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.core.Linear;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import java.util.LinkedHashMap;
import java.util.Map;
import org.onenip.Tensors;

/**
 * What OneNIP and UniAD have in common (METHOD §2 to §4): features become tokens, an encoder and a
 * decoder rebuild them, and the result is features again.
 *
 * <p>Letters: B targets, C channels, H = W grid, L = H·W tokens, E width.
 */
public abstract class Reconstructor extends ShapedBlock {
  private final OneNipConfig config;
  private final Positions positions;
  private final Transformer transformer;
  private final Linear inputProjection;
  private final Linear outputProjection;

  Reconstructor(OneNipConfig config) {
    this.config = config;
    int side = config.grid();
    positions =
        child(
            "pos_embed",
            config.learnedPositions()
                ? new PositionEmbedding(side, config.width())
                : new SinePositions(side, config.width()));
    transformer = child("transformer", new Transformer(config));
    inputProjection =
        child(
            "input_proj", Initializers.linear(config.width()), new Shape(1, 1, config.channels()));
    outputProjection =
        child(
            "output_proj", Initializers.linear(config.channels()), new Shape(1, 1, config.width()));
  }

  /** How it was built. */
  public final OneNipConfig config() {
    return config;
  }

  /**
   * Every attention, by its name in published checkpoints: {@code
   * transformer.decoder.layers.0.cross_attn_image_to_prompt}. {@link Attention#observe} shows where
   * its tokens look.
   */
  public final Map<String, Attention> attentions() {
    var attentions = new LinkedHashMap<String, Attention>();
    ParameterNames.visit(
        "",
        this,
        (name, block) -> {
          if (block instanceof Attention attention) {
            attentions.put(name, attention);
          }
        });
    return attentions;
  }

  /**
   * Encodes features (METHOD §2 and §3): jitter in training, projection, encoder.
   *
   * @param features {@code (B, C, H, W)}
   * @return {@code (B, L, E)}
   */
  public final NDArray encode(Pass pass, NDArray features) {
    var tokens = features.flatten(2, 3).swapAxes(1, 2); // (B, C, H, W) -> (B, L, C)
    if (pass.training() && config.jitter() > 0) {
      tokens = jitter(tokens);
    }
    var projected = pass.apply(inputProjection, tokens); // (B, L, E)
    var mask = config.encoderMask() ? mask(projected) : null;
    return transformer.encoder.encode(pass, projected, positions.positions(pass, projected), mask);
  }

  /** Adds ε · ‖token‖₂ / C · scale, ε ~ N(0, 1) per element. */
  private NDArray jitter(NDArray tokens) {
    var size = Tensors.scale(tokens.norm(new int[] {2}, true), config.jitter() / config.channels());
    var noise =
        tokens.getManager().randomNormal(0, 1, tokens.getShape(), tokens.getDataType()).mul(size);
    return tokens.add(noise);
  }

  /**
   * Rebuilds the target's features.
   *
   * @param target encoded target {@code (B, L, E)}
   * @param prompt encoded prompts {@code (B, L, E)}; null where the decoder asks for none
   * @return F̂ {@code (B, C, H, W)}
   */
  final NDArray rebuild(Pass pass, NDArray target, NDArray prompt) {
    var mask = config.decoderMask() ? mask(target) : null;
    var tokens =
        transformer.decoder.decode(pass, target, prompt, positions.positions(pass, target), mask);
    return pass.apply(outputProjection, tokens) // (B, L, C)
        .swapAxes(1, 2)
        .reshape(target.getShape().get(0), config.channels(), config.grid(), config.grid());
  }

  private NDArray mask(NDArray beside) {
    return NeighborMask.of(beside.getManager(), config.grid(), config.neighborSize());
  }

  /** Encoder and decoder under the name that they have in published checkpoints. */
  private static final class Transformer extends ShapedBlock {
    private final Encoder encoder;
    private final Decoder decoder;

    Transformer(OneNipConfig config) {
      var tokens = new Shape(1, 1, config.width());
      encoder = child("encoder", new Encoder(config), tokens);
      decoder = child("decoder", Decoders.create(config), tokens);
    }

    @Override
    protected NDList forwardInternal(
        ParameterStore parameters, NDList in, boolean training, PairList<String, Object> params) {
      throw new IllegalStateException("encoder and decoder are called one by one");
    }
  }
}
