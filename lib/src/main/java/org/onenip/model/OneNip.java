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
 * The whole of OneNIP behind the backbone: features of a target and of one normal prompt in, the
 * reconstructed features and the refiner's logits out.
 *
 * <p>Letters: B targets, P prompts (B is a multiple of P), C channels, H = W grid, L = H·W tokens,
 * E width, S = 16 H image size.
 */
public final class OneNip extends ShapedBlock {
  private final OneNipConfig config;
  private final Positions positions;
  private final Transformer transformer;
  private final Linear inputProjection;
  private final Linear outputProjection;
  private final Refiner refiner;

  /** Builds the network; {@link #initialize} fills it. */
  public OneNip(OneNipConfig config) {
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
    refiner = child("seghead", new Refiner(config), new Shape(1, config.channels(), side, side));
  }

  /** How it was built. */
  public OneNipConfig config() {
    return config;
  }

  /**
   * Every attention, by its name in published checkpoints: {@code
   * transformer.decoder.layers.0.cross_attn_image_to_prompt}. {@link Attention#observe} shows where
   * its tokens look.
   */
  public Map<String, Attention> attentions() {
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
  public NDArray encode(Pass pass, NDArray features) {
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
              .broadcast(batch / prompts, prompts, config.tokens(), config.width())
              .reshape(batch, config.tokens(), config.width());
    }
    var mask = config.decoderMask() ? mask(target) : null;
    var tokens =
        transformer.decoder.decode(pass, target, prompt, positions.positions(pass, target), mask);
    return pass.apply(outputProjection, tokens) // (B, L, C)
        .swapAxes(1, 2)
        .reshape(batch, config.channels(), config.grid(), config.grid());
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

  private NDArray mask(NDArray beside) {
    return NeighborMask.of(beside.getManager(), config.grid(), config.neighborSize());
  }

  /**
   * Inputs: target features {@code (B, C, H, W)}, prompt features {@code (P, C, H, W)}. Outputs: F̂
   * {@code (B, C, H, W)}, logits {@code (B, 1, S, S)}. Target and prompt share one encoding.
   */
  @Override
  protected NDList forwardInternal(
      ParameterStore parameters, NDList in, boolean training, PairList<String, Object> params) {
    var pass = new Pass(parameters, training);
    var target = in.get(0);
    long batch = target.getShape().get(0);
    var encoded = encode(pass, target.concat(in.get(1), 0));
    var reconstructed = decode(pass, encoded.get("0:{}", batch), encoded.get("{}:", batch));
    return new NDList(reconstructed, refine(pass, reconstructed, target));
  }

  @Override
  public Shape[] getOutputShapes(Shape[] in) {
    long batch = in[0].get(0);
    long side = 16L * config.grid();
    return new Shape[] {in[0], new Shape(batch, 1, side, side)};
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
