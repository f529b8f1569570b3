package org.onenip.method.onenip;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.onenip.data.PixelMask;

class FeatureFaultTest {
  private static final int SIZE = 32;

  /** The upper left quarter of 32 × 32 pixels, and the left half of the quarter beside it. */
  private static PixelMask mask() {
    var anomalous = new boolean[SIZE * SIZE];
    for (int y = 0; y < 16; y++) {
      for (int x = 0; x < 24; x++) {
        anomalous[y * SIZE + x] = true;
      }
    }
    return new PixelMask(SIZE, SIZE, anomalous);
  }

  @Test
  void tokensUnderTheMaskMoveByTheDifferenceOfTwoOthers() {
    try (var manager = NDManager.newBaseManager(Device.cpu())) {
      // two images of 2 channels and 2 × 2 tokens
      var cached =
          manager.create(
              new float[] {1, 2, 3, 4, 5, 6, 7, 8, 10, 20, 30, 40, 50, 60, 70, 80},
              new Shape(2, 2, 2, 2));
      FeatureFault.Level level = (owner, samples) -> cached.get(owner.create(samples));
      var fault =
          new FeatureFault(
              mask(),
              new FeatureFault.Place(1, 0.9, 0.2), // the upper right token of image 1: (20, 60)
              new FeatureFault.Place(0, 0.1, 0.6), // the lower left one of image 0: (3, 7)
              0.5);
      var faulty = FeatureFault.apply(manager, List.of(fault), new int[] {0}, level);
      // ½ (17, 53): whole in the first cell, half in the second, none below
      assertArrayEquals(
          new float[] {9.5f, 6.25f, 3, 4, 31.5f, 19.25f, 7, 8}, faulty.toFloatArray(), 1e-5f);
      assertEquals(new Shape(1, 2, 2, 2), faulty.getShape());
      assertEquals(1, cached.getFloat(0, 0, 0, 0)); // the cache itself is left alone
    }
  }

  @Test
  void whatIsDrawnLiesWithinTheImagesAndFollowsTheGenerator() {
    int seen = 0;
    for (int seed = 0; seed < 50; seed++) {
      var fault = FeatureFault.draw(7, SIZE, new SplittableRandom(seed));
      var again = FeatureFault.draw(7, SIZE, new SplittableRandom(seed));
      assertEquals(again.towards(), fault.towards());
      assertArrayEquals(again.mask().anomalous(), fault.mask().anomalous());
      assertNotEquals(fault.from(), fault.towards());
      assertTrue(fault.towards().sample() < 7 && fault.from().across() < 1);
      assertTrue(fault.strength() >= 0.1 && fault.strength() < 1, "α " + fault.strength());
      for (boolean anomalous : fault.mask().anomalous()) {
        seen += anomalous ? 1 : 0;
      }
    }
    assertTrue(seen > 0);
  }
}
