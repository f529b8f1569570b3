package org.onenip.inference;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import org.onenip.AlignedResize;
import org.onenip.model.OneNip;
import org.onenip.model.Pass;

/**
 * Both maps of Eq. 9 from images, with the nearest prompt: {@code (B, 3, S, S)} RGB in 0…1 to S_rec
 * and S_ref, {@code (B, 1, S, S)} each, and the index of the prompt, {@code (B)}. Without a refiner
 * S_ref is zero.
 */
final class DetectorBlock extends AbstractBlock {
  private final FeatureExtractor extractor;
  private final OneNip network;
  private final PromptPool pool;

  DetectorBlock(FeatureExtractor extractor, OneNip network, PromptPool pool) {
    this.extractor = extractor;
    this.network = addChildBlock("network", network);
    this.pool = pool;
  }

  @Override
  protected NDList forwardInternal(
      ParameterStore parameters, NDList in, boolean training, PairList<String, Object> params) {
    var features = extractor.features(in.head());
    var prompts = pool.nearest(features);
    var maps = maps(new Pass(parameters, false), features, pool.tokens(prompts));
    maps.add(prompts);
    return maps;
  }

  /** S_rec and S_ref of features {@code (B, C, H, W)} with encoded prompts {@code (B, L, E)}. */
  NDList maps(Pass pass, NDArray features, NDArray prompts) {
    int size = extractor.size();
    var reconstructed = network.decode(pass, network.encode(pass, features), prompts);
    var error = reconstructed.sub(features).norm(new int[] {1}, true); // (B, 1, H, W), Eq. 9
    var map = AlignedResize.apply(error, size, size);
    return new NDList(
        map,
        network.refines()
            ? network.refine(pass, reconstructed, features).getNDArrayInternal().sigmoid()
            : map.zerosLike());
  }

  @Override
  public Shape[] getOutputShapes(Shape[] in) {
    var map = new Shape(in[0].get(0), 1, extractor.size(), extractor.size());
    return new Shape[] {map, map, new Shape(in[0].get(0))};
  }
}
