package org.onenip.data;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.util.List;
import org.onenip.engine.Constants;

/** Pixels to tensors. */
public final class Images {
  /** Memory of a thread for pixels on their way, since new memory takes longer than the way. */
  private static final ThreadLocal<Staging> STAGING = ThreadLocal.withInitial(Staging::new);

  private Images() {}

  private static final class Staging {
    private ByteBuffer buffer = ByteBuffer.allocateDirect(0);

    ByteBuffer of(int bytes) {
      if (buffer.capacity() < bytes) {
        buffer = ByteBuffer.allocateDirect(bytes);
      }
      return buffer.clear().limit(bytes);
    }
  }

  /**
   * Stacks images of one size.
   *
   * @return {@code (B, 3, H, W)} RGB in 0…1
   */
  public static NDArray toTensor(NDManager manager, List<RgbImage> images) {
    int width = images.get(0).width();
    int height = images.get(0).height();
    int each = width * height * 3;
    var bytes = STAGING.get().of(images.size() * each);
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
  public static NDArray toMaskTensor(NDManager manager, List<PixelMask> masks) {
    int width = masks.get(0).width();
    int height = masks.get(0).height();
    var bytes = STAGING.get().of(masks.size() * width * height);
    for (var mask : masks) {
      for (boolean anomalous : mask.anomalous()) {
        bytes.put((byte) (anomalous ? 1 : 0));
      }
    }
    var shape = new Shape(masks.size(), 1, height, width);
    try (var whole = manager.create(bytes.rewind(), shape, DataType.UINT8)) {
      return whole.toType(DataType.FLOAT32, false);
    }
  }
}
