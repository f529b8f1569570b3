package org.onenip.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.List;
import org.onenip.engine.Pass;

/**
 * UniAD behind the backbone (You et al., 2022; Eq. 1 of OneNIP's paper): the encoder and the
 * layer-wise query decoder rebuild a target's features without a prompt; no refiner follows.
 *
 * <p>Input: features {@code (B, C, H, W)}. Output: F̂ of the same shape.
 *
 * <p>Letters: B targets, C channels, H = W grid.
 */
public final class UniAd extends Reconstructor {
  /**
   * Builds the network; {@link #initialize} fills it.
   *
   * @throws IllegalArgumentException if the configured decoder is another one
   */
  public UniAd(OneNipConfig config) {
    super(config);
    if (!config.decoder().equals(Decoders.LAYERWISE_QUERY)) {
      throw new IllegalArgumentException("UniAD has no decoder " + config.decoder());
    }
  }

  /**
   * Rebuilds features; in training they were jittered before.
   *
   * @param features F {@code (B, C, H, W)}
   * @return F̂ {@code (B, C, H, W)}
   */
  public NDArray reconstruct(Pass pass, NDArray features) {
    return rebuild(pass, encode(pass, features), null);
  }

  @Override
  public long images(NDList in) {
    return in.head().getShape().get(0);
  }

  @Override
  public NDList targets(NDList in) {
    return in;
  }

  @Override
  public NDArray stack(NDList in) {
    return in.head();
  }

  @Override
  public NDArray rebuild(Pass pass, NDArray stacked, long targets) {
    return reconstruct(pass, stacked);
  }

  @Override
  public List<NDList> outputs(List<Pass> passes, List<NDArray> rebuilt, List<NDList> targets) {
    return rebuilt.stream().map(NDList::new).toList();
  }
}
