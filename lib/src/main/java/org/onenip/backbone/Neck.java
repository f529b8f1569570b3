package org.onenip.backbone;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import org.onenip.AlignedResize;

/** The multi-scale neck (METHOD §1): all maps at stride 16, corners aligned, concatenated. */
public final class Neck {
  private Neck() {}

  /**
   * Joins maps.
   *
   * @param maps each {@code (B, Cᵢ, Hᵢ, Wᵢ)}
   * @param side S/16
   * @return {@code (B, ΣCᵢ, side, side)}
   */
  public static NDArray join(NDList maps, int side) {
    var resized = new NDList();
    maps.forEach(map -> resized.add(AlignedResize.apply(map, side, side)));
    return NDArrays.concat(resized, 1);
  }
}
