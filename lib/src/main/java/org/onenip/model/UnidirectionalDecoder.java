package org.onenip.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.norm.LayerNorm;
import java.util.List;
import java.util.stream.IntStream;
import org.onenip.engine.Initializers;
import org.onenip.engine.Pass;

/** The static prompt (Eq. 2): every block asks with the encoded prompt, which never changes. */
public final class UnidirectionalDecoder extends TokenDecoder {
  private final List<QueryLayer> layers;
  private final LayerNorm norm;

  /** Builds it as wide and deep as the configuration says. */
  public UnidirectionalDecoder(OneNipConfig config) {
    var tokens = new Shape(1, 1, config.width());
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
    for (var layer : layers) {
      f = layer.decode(pass, prompt, target, f, positions, mask);
    }
    return pass.apply(norm, f);
  }
}
