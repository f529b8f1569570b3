package org.onenip.method.onenip;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import org.onenip.detect.FeatureExtractor;
import org.onenip.engine.AlignedResize;
import org.onenip.engine.Pass;
import org.onenip.model.OneNip;

/**
 * The maps of Eq. 9 from images, with the nearest prompt: {@code (B, 3, S, S)} RGB in 0…1 to S_rec,
 * S_ref and, with a memory, S_nn, {@code (B, 1, S, S)} each, and the index of the prompt, {@code
 * (B)}. Without a refiner S_ref is zero.
 */
final class DetectorBlock extends AbstractBlock {
  private final FeatureExtractor extractor;
  private final OneNip network;
  private final PromptPool pool;
  private final NormalMemory memory;

  /**
   * Puts the parts together.
   *
   * @param memory null where there is none
   */
  DetectorBlock(FeatureExtractor extractor, OneNip network, PromptPool pool, NormalMemory memory) {
    this.extractor = extractor;
    this.network = addChildBlock("network", network);
    this.pool = pool;
    this.memory = memory;
  }

  @Override
  protected NDList forwardInternal(
      ParameterStore parameters, NDList in, boolean training, PairList<String, Object> params) {
    var levels = levels(in.head());
    var prompts = pool.nearest(levels.head());
    var maps = maps(new Pass(parameters, false), levels, prompts);
    maps.add(prompts);
    return maps;
  }

  /** The features of images {@code (B, 3, S, S)}; with a memory at both levels. */
  NDList levels(NDArray images) {
    return memory == null ? new NDList(extractor.features(images)) : extractor.levels(images);
  }

  /** The maps of {@link #levels} with prompts {@code (B)} of the pool. */
  NDList maps(Pass pass, NDList levels, NDArray prompts) {
    var nearest =
        memory == null
            ? null
            : memory.nearest(levels.get(0), levels.get(1), pool.classNames(prompts));
    return maps(pass, levels.head(), pool.tokens(prompts), nearest);
  }

  /**
   * The maps of features {@code (B, C, H, W)} with encoded prompts {@code (B, L, E)}.
   *
   * @param nearest what the memory says of them; null where there is none
   */
  NDList maps(Pass pass, NDArray features, NDArray prompts, NormalMemory.Nearest nearest) {
    int size = extractor.size();
    var reconstructed = network.decode(pass, network.encode(pass, features), prompts);
    var error = reconstructed.sub(features).norm(new int[] {1}, true); // (B, 1, H, W), Eq. 9
    var map = AlignedResize.apply(error, size, size);
    var remembered = network.config().remembers() ? nearest.errors() : new NDList();
    var maps = new NDList(map);
    maps.add(
        network.refines()
            ? network
                .refine(pass, reconstructed, features, remembered)
                .getNDArrayInternal()
                .sigmoid()
            : map.zerosLike());
    if (nearest != null) {
      maps.add(AlignedResize.apply(nearest.map(), size, size));
    }
    return maps;
  }

  @Override
  public Shape[] getOutputShapes(Shape[] in) {
    var map = new Shape(in[0].get(0), 1, extractor.size(), extractor.size());
    var prompts = new Shape(in[0].get(0));
    return memory == null ? new Shape[] {map, map, prompts} : new Shape[] {map, map, map, prompts};
  }
}
