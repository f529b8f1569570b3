package org.onenip.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.onenip.Reference.needShared;
import static org.onenip.Reference.npz;
import static org.onenip.Reference.resource;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import org.junit.jupiter.api.Test;

/** Bit for bit against Pillow (shared/parity/parity_preprocess.npz). */
class PilResizeTest {
  private static RgbImage image(NDArray pixels) {
    var shape = pixels.getShape();
    return new RgbImage((int) shape.get(1), (int) shape.get(0), bytes(pixels));
  }

  private static byte[] bytes(NDArray array) {
    var buffer = array.toByteBuffer();
    var bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }

  private static boolean[] flags(NDArray array) {
    var bytes = bytes(array);
    var flags = new boolean[bytes.length];
    for (int i = 0; i < flags.length; i++) {
      flags[i] = bytes[i] != 0;
    }
    return flags;
  }

  private static void compare(NDList reference, String prefix) {
    var original = reference.get(prefix + "rgb");
    var shape = original.getShape();
    var mask =
        new PixelMask(
            (int) shape.get(1), (int) shape.get(0), flags(reference.get(prefix + "mask")));
    for (int size : new int[] {224, 256}) {
      assertArrayEquals(
          bytes(reference.get(prefix + "rgb_" + size)),
          PilResize.bilinear(image(original), size, size).rgb());
      assertArrayEquals(
          flags(reference.get(prefix + "mask_" + size)),
          PilResize.nearest(mask, size, size).anomalous());
    }
  }

  @Test
  void enlargesAsPillowDoes() {
    try (var manager = NDManager.newBaseManager()) {
      compare(resource(manager, "parity/preprocess.npz"), "");
    }
  }

  @Test
  void resizesEveryReferenceImageAsPillowDoes() {
    try (var manager = NDManager.newBaseManager()) {
      var reference = npz(manager, needShared("parity/parity_preprocess.npz"));
      for (var prefix : new String[] {"a_", "b_", "c_"}) {
        compare(reference, prefix);
      }
    }
  }
}
