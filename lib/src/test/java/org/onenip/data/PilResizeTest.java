package org.onenip.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
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

  /** Columns that Pillow takes one to the left of the exact centre, checked with 9.4 and 13.0. */
  @Test
  void masksTakeThePixelThatTheSummedStepFallsOn() {
    assertEquals(3, PilResize.nearest(256, 224)[3]);
    assertEquals(25, besideTheCentre(256, 224));
    assertEquals(25, besideTheCentre(1024, 224));
    assertEquals(28, besideTheCentre(512, 320));
    assertEquals(0, besideTheCentre(1024, 256));
    assertEquals(0, besideTheCentre(900, 224));
    var line = new boolean[256 * 256];
    for (int y = 0; y < 256; y++) {
      line[y * 256 + 3] = true;
    }
    var small = PilResize.nearest(new PixelMask(256, 256, line), 224, 224);
    assertTrue(small.anomalous()[100 * 224 + 3]);
  }

  private static int besideTheCentre(int from, int to) {
    var taken = PilResize.nearest(from, to);
    int count = 0;
    for (int i = 0; i < to; i++) {
      int centre = (int) ((i + 0.5) * from / to);
      assertTrue(taken[i] == centre || taken[i] == centre - 1);
      count += taken[i] == centre ? 0 : 1;
    }
    return count;
  }
}
