package org.onenip.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.core.Linear;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.onenip.engine.Initializers;
import org.onenip.engine.ParameterNames;
import org.onenip.engine.Pass;
import org.onenip.engine.ShapedBlock;
import org.onenip.engine.Tensors;

/**
 * What OneNIP and UniAD have in common (docs/method.md §2 and §3): features become tokens, an
 * encoder and a decoder rebuild them, and the result is features again.
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
   * Encodes features (docs/method.md §2): projection, encoder. In training they were jittered
   * before.
   *
   * @param features {@code (B, C, H, W)}
   * @return {@code (B, L, E)}
   */
  public final NDArray encode(Pass pass, NDArray features) {
    var tokens = features.flatten(2, 3).swapAxes(1, 2); // (B, C, H, W) -> (B, L, C)
    var projected = pass.apply(inputProjection, tokens); // (B, L, E)
    var mask = config.encoderMask() ? mask(projected) : null;
    return transformer.encoder.encode(pass, projected, positions.positions(pass, projected), mask);
  }

  /**
   * Feature jitter (docs/method.md §2): in training, every token gets ε · ‖token‖₂ / C · scale
   * added, ε ~ N(0, 1) per element.
   *
   * @param features {@code (B, C, H, W)}
   * @return the same shape; the features themselves where there is nothing to do
   */
  public final NDArray jitter(Pass pass, NDArray features) {
    if (!pass.training() || config.jitter() == 0) {
      return features;
    }
    var tokens = features.flatten(2, 3).swapAxes(1, 2); // (B, C, H, W) -> (B, L, C)
    var size = Tensors.scale(tokens.norm(new int[] {2}, true), config.jitter() / config.channels());
    var noise =
        tokens.getManager().randomNormal(0, 1, tokens.getShape(), tokens.getDataType()).mul(size);
    return tokens.add(noise).swapAxes(1, 2).reshape(features.getShape());
  }

  /**
   * All features that a pass has to encode, one stack of them upon the other.
   *
   * @param in the network's inputs
   * @return {@code (k·B, C, H, W)}, the targets first
   */
  public abstract NDArray stack(NDList in);

  /** The number of images in the network's inputs, of which each may have two targets. */
  public abstract long images(NDList in);

  /** F of the network's inputs {@code (B, C, H, W)} and, with a memory, what it says of them. */
  public abstract NDList targets(NDList in);

  /**
   * The network up to F̂, in which no image sees another.
   *
   * @param stacked of {@link #stack}, jittered
   * @param targets how many of its rows are targets
   * @return F̂ of the targets {@code (targets, C, H, W)}
   */
  public abstract NDArray rebuild(Pass pass, NDArray stacked, long targets);

  /**
   * The network from F̂ on.
   *
   * @param passes of each replica that shares the batch, the primary's first
   * @param rebuilt F̂ of each
   * @param targets of {@link #targets}, of each
   * @return the network's outputs of each
   */
  public abstract List<NDList> outputs(
      List<Pass> passes, List<NDArray> rebuilt, List<NDList> targets);

  /** Encodes, decodes and refines. */
  @Override
  protected final NDList forwardInternal(
      ParameterStore parameters, NDList in, boolean training, PairList<String, Object> params) {
    var pass = new Pass(parameters, training);
    var targets = targets(in);
    var rebuilt = rebuild(pass, jitter(pass, stack(in)), targets.head().getShape().get(0));
    return outputs(List.of(pass), List.of(rebuilt), List.of(targets)).get(0);
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
    private final TokenEncoder encoder;
    private final TokenDecoder decoder;

    Transformer(OneNipConfig config) {
      var tokens = new Shape(1, 1, config.width());
      encoder = child("encoder", new TokenEncoder(config), tokens);
      decoder = child("decoder", Decoders.create(config), tokens);
    }

    @Override
    protected NDList forwardInternal(
        ParameterStore parameters, NDList in, boolean training, PairList<String, Object> params) {
      throw new IllegalStateException("encoder and decoder are called one by one");
    }
  }
}
