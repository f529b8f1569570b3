package org.onenip.backbone;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.onenip.engine.CellMean;
import org.onenip.support.UserError;

class NeckTest {
  private NDManager manager;

  @BeforeEach
  void open() {
    manager = NDManager.newBaseManager(Device.cpu());
  }

  @AfterEach
  void close() {
    manager.close();
  }

  /** 0 … 15, row by row: the four cells of 2 × 2 hold {0,1,4,5}, {2,3,6,7}, {8,9,12,13}, … */
  private NDArray sixteen() {
    return manager
        .arange(16)
        .toType(ai.djl.ndarray.types.DataType.FLOAT32, false)
        .reshape(1, 1, 4, 4);
  }

  @Test
  void meansAreThoseOfTheCells() {
    var means = Neck.MEAN.join(new NDList(sixteen()), 2);
    assertArrayEquals(new float[] {2.5f, 4.5f, 10.5f, 12.5f}, means.toFloatArray(), 1e-6f);
  }

  @Test
  void momentsAddTheDeviationOfEachCell() {
    var moments = Neck.MOMENTS.join(new NDList(sixteen()), 2);
    assertEquals(new Shape(1, 2, 2, 2), moments.getShape());
    // deviations of {-2.5, -1.5, 1.5, 2.5}, the same in every cell: √4.25
    float deviation = (float) Math.sqrt(4.25);
    assertArrayEquals(
        new float[] {2.5f, 4.5f, 10.5f, 12.5f, deviation, deviation, deviation, deviation},
        moments.toFloatArray(),
        1e-5f);
  }

  @Test
  void mapsNoFinerThanTheGridHaveNoDeviation() {
    var same = Neck.MOMENTS.join(new NDList(sixteen()), 4);
    assertArrayEquals(sixteen().toFloatArray(), same.toFloatArray());
  }

  @Test
  void aCellCountsWhatItCoversInPart() {
    var x = manager.create(new float[] {1, 2, 3}, new Shape(1, 1, 1, 3));
    // cells of 1.5: (1 + 2/2) / 1.5 and (2/2 + 3) / 1.5
    assertArrayEquals(new float[] {4 / 3f, 8 / 3f}, CellMean.apply(x, 1, 2).toFloatArray(), 1e-6f);
  }

  @Test
  void aSpotBetweenTheSampledPositionsIsSeenByMomentsOnly() {
    var plain = new float[64 * 64];
    var spotted = plain.clone();
    spotted[30 * 64 + 30] = 1; // the corners-aligned samples of a grid of 8 are at multiples of 9
    var shape = new Shape(1, 1, 64, 64);
    var a = new NDList(manager.create(plain, shape));
    var b = new NDList(manager.create(spotted, shape));
    assertEquals(0, difference(Neck.PUBLISHED, a, b));
    assertTrue(difference(Neck.MOMENTS, a, b) > 5 * difference(Neck.MEAN, a, b));
  }

  private static float difference(Neck neck, NDList a, NDList b) {
    return neck.join(a, 8).sub(neck.join(b, 8)).abs().max().getFloat();
  }

  @Test
  void theEmbeddedBackboneGets88DeviationsMore() {
    try (var backbone = Backbones.load(Backbones.DEFAULT, Device.cpu())) {
      assertEquals(208, backbone.width());
      assertEquals(208, backbone.with(Neck.MEAN).width());
      assertEquals(208 + 16 + 24 + 48, backbone.with(Neck.MOMENTS).width());
      var images = manager.randomUniform(0, 1, new Shape(2, 3, 96, 96));
      assertEquals(
          new Shape(2, 296, 6, 6), backbone.with(Neck.MOMENTS).features(images).getShape());
    }
  }

  @Test
  void anUnknownNeckIsRefusedWithItsChoices() {
    assertEquals(Neck.PUBLISHED, Neck.named(null));
    assertEquals(Neck.MOMENTS, Neck.named("moments"));
    var error = assertThrows(UserError.class, () -> Neck.named("maximum"));
    assertTrue(error.getMessage().contains("published, mean, moments"), error.getMessage());
  }
}
