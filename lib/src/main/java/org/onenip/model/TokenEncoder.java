package org.onenip.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import java.util.List;
import java.util.stream.IntStream;
import org.onenip.engine.Pass;
import org.onenip.engine.ShapedBlock;

/** The self-attention encoder (docs/method.md §2), shared by target and prompt; no final norm. */
public final class TokenEncoder extends ShapedBlock {
  private final List<EncoderLayer> layers;

  TokenEncoder(OneNipConfig config) {
    var tokens = new Shape(1, 1, config.width());
    layers =
        IntStream.range(0, config.encoderLayers())
            .mapToObj(i -> child("layers." + i, new EncoderLayer(config), tokens))
            .toList();
  }

  /**
   * Encodes tokens.
   *
   * @param tokens {@code (B, L, E)}
   * @param positions {@code (1, L, E)}
   * @param mask {@code (L, L)} or null
   * @return {@code (B, L, E)}
   */
  public NDArray encode(Pass pass, NDArray tokens, NDArray positions, NDArray mask) {
    for (var layer : layers) {
      tokens = layer.encode(pass, tokens, positions, mask);
    }
    return tokens;
  }

  @Override
  protected NDList forwardInternal(
      ParameterStore parameters, NDList in, boolean training, PairList<String, Object> params) {
    return new NDList(encode(new Pass(parameters, training), in.get(0), in.get(1), in.get(2)));
  }
}
