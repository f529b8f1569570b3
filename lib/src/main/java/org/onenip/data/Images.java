package org.onenip.data;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.util.List;
import org.onenip.Constants;
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
    int each = width * height * 3;
    var bytes = ByteBuffer.allocateDirect(images.size() * each);
    images.forEach(image -> bytes.put(image.rgb()));
    try (var scratch = manager.newSubManager()) {
      var pixels = // (B, H, W, 3)
          scratch.create(
              bytes.rewind(), new Shape(images.size(), height, width, 3), DataType.UINT8);
      var planes = pixels.transpose(0, 3, 1, 2).flatten().toType(DataType.FLOAT32, false);
      var tensor =
          planes
              .reshape(images.size(), 3, height, width)
              .div(Constants.get(scratch, 255, () -> new float[] {255}, new Shape()));
      tensor.attach(manager);
      return tensor;
    }
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
