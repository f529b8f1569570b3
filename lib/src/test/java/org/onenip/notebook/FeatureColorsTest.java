package org.onenip.notebook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.api.Test;

class FeatureColorsTest {
  @Test
  void findsTheDirectionsInWhichTokensDifferMost() {
    try (var manager = NDManager.newBaseManager(Device.cpu())) {
      // four channels at 2×2 positions: the second varies most, then the fourth; the first is fixed
      float[] values = {7, 7, 7, 7, 9, -9, 9, -9, 0.1f, -0.1f, -0.1f, 0.1f, 3, 3, -3, -3};
      var colors = FeatureColors.of(manager.create(values, new Shape(1, 4, 2, 2)));
      assertEquals(1, colors.directions()[0][1], 1e-4);
      assertEquals(1, colors.directions()[1][3], 1e-4);
      assertEquals(9, colors.deviations()[0], 1e-4);
      assertEquals(3, colors.deviations()[1], 1e-4);
      assertEquals(7, colors.mean()[0], 1e-6);
      assertEquals(1, colors.explained(), 1e-6);
    }
  }

  @Test
  void givesSimilarTokensSimilarColors() {
    try (var manager = NDManager.newBaseManager(Device.cpu())) {
      var features =
          manager.create(
              new float[] {1, 1, -1, -1, 0, 0, 0, 0, 2, -2, 0, 0, 0, 0.01f, 0, 0, 1, -1},
              new Shape(1, 3, 2, 3));
      var picture = FeatureColors.of(features).picture(features);
      assertEquals(3, picture.getWidth());
      assertEquals(2, picture.getHeight());
      assertTrue(distance(picture.getRGB(0, 0), picture.getRGB(1, 0)) < 16);
      assertTrue(distance(picture.getRGB(2, 0), picture.getRGB(0, 1)) > 64);
    }
  }

  @Test
  void drawsTheMeanGrey() {
    try (var manager = NDManager.newBaseManager(Device.cpu())) {
      var features =
          manager.create(
              new float[] {1, -1, 2, -2, -1, 1, 3, -3, 0, 0, 1, -1}, new Shape(1, 3, 2, 2));
      var picture = FeatureColors.of(features).picture(manager.zeros(new Shape(1, 3, 1, 1)));
      assertEquals(0xff808080, picture.getRGB(0, 0));
    }
  }

  private static int distance(int one, int other) {
    int sum = 0;
    for (int shift = 0; shift < 24; shift += 8) {
      sum += Math.abs((one >> shift & 255) - (other >> shift & 255));
    }
    return sum;
  }
}
