package org.onenip.data;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.onenip.Tensors;

/** Pixels to tensors. */
public final class Images {
  private Images() {}

  /**
   * Stacks images of one size.
   *
   * @return {@code (B, 3, H, W)} RGB in 0…1
   */
  public static NDArray toTensor(NDManager manager, List<RgbImage> images) {
    int width = images.get(0).width();
    int height = images.get(0).height();
    int plane = width * height;
    var values = new float[images.size() * 3 * plane];
    for (int n = 0; n < images.size(); n++) {
      var rgb = images.get(n).rgb();
      for (int c = 0; c < 3; c++) {
        int at = (n * 3 + c) * plane;
        for (int i = 0; i < plane; i++) {
          values[at + i] = (rgb[3 * i + c] & 255) / 255f;
        }
      }
    }
    return Tensors.create(manager, values, new Shape(images.size(), 3, height, width));
  }

  /**
   * Stacks masks of one size.
   *
   * @return {@code (B, 1, H, W)}, 1 where anomalous
   */
  public static NDArray toMaskTensor(NDManager manager, List<Mask> masks) {
    int width = masks.get(0).width();
    int height = masks.get(0).height();
    int plane = width * height;
    var values = new float[masks.size() * plane];
    for (int n = 0; n < masks.size(); n++) {
      for (int i = 0; i < plane; i++) {
        values[n * plane + i] = masks.get(n).anomalous()[i] ? 1 : 0;
      }
    }
    return Tensors.create(manager, values, new Shape(masks.size(), 1, height, width));
  }
}
