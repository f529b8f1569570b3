package org.onenip.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.nn.norm.LayerNorm;
import java.util.List;
import java.util.stream.IntStream;
import org.onenip.engine.Initializers;
import org.onenip.engine.Pass;

/** UniAD's decoder (Eq. 1): every block asks with learnable queries of its own; no prompt. */
public final class LayerwiseQueryDecoder extends TokenDecoder {
  private final List<Parameter> queries;
  private final List<QueryLayer> layers;
  private final LayerNorm norm;

  /** Builds it as wide and deep as the configuration says. */
  public LayerwiseQueryDecoder(OneNipConfig config) {
    var tokens = new Shape(1, 1, config.width());
    queries =
        IntStream.range(0, config.decoderLayers())
            .mapToObj(
                i ->
                    parameter(
                        "layers.%d.learned_embed.weight".formatted(i),
                        Parameter.Type.OTHER,
                        Initializers.UNIT_NORMAL,
                        config.tokens(),
                        config.width()))
            .toList();
    layers =
        IntStream.range(0, config.decoderLayers())
            .mapToObj(i -> child("layers." + i, new QueryLayer(config), tokens))
            .toList();
    norm = child("norm", Initializers.tokenNorm(), tokens);
  }

  @Override
  public NDArray decode(
      Pass pass, NDArray target, NDArray prompt, NDArray positions, NDArray mask) {
    var f = target;
    for (int i = 0; i < layers.size(); i++) {
      var query = target.zerosLike().add(pass.value(queries.get(i), target)); // (B, L, E)
      f = layers.get(i).decode(pass, query, target, f, positions, mask);
    }
    return pass.apply(norm, f);
  }
}
