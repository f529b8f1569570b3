package org.onenip.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The pool's masks behave as independently drawn ones would. */
class DropoutMasksTest {
  private static final float RATE = 0.1f;
  private static final int COUNT = 1_000_000;

  /** Deviations of the mean within which a fair mask almost always lies. */
  private static final double DEVIATIONS = 4.5;

  private final NDManager manager = NDManager.newBaseManager(Device.cpu());

  @AfterEach
  void close() {
    manager.close();
  }

  /** 1 where a value was dropped. */
  private double[] dropped(float[] mask) {
    var dropped = new double[mask.length];
    for (int i = 0; i < mask.length; i++) {
      assertTrue(mask[i] == 0 || mask[i] == 1 / (1 - RATE), "a factor of " + mask[i]);
      dropped[i] = mask[i] == 0 ? 1 : 0;
    }
    return dropped;
  }

  private double[] dropped(int count) {
    var x = manager.ones(new Shape(count));
    return dropped(DropoutMasks.draw(x, RATE).toFloatArray());
  }

  @Test
  void asManyAreDroppedAsTheRateSays() {
    double deviation = Math.sqrt(RATE * (1 - RATE) / COUNT);
    for (int i = 0; i < 5; i++) {
      assertEquals(
          RATE, Arrays.stream(dropped(COUNT)).average().orElseThrow(), DEVIATIONS * deviation);
    }
  }

  @Test
  void rowsVaryAsMuchAsIndependentChancesDo() {
    int row = 196;
    var dropped = dropped(COUNT / row * row);
    double variance = 0;
    int rows = dropped.length / row;
    for (int r = 0; r < rows; r++) {
      double sum = Arrays.stream(dropped, r * row, (r + 1) * row).sum();
      variance += (sum - RATE * row) * (sum - RATE * row) / rows;
    }
    double expected = row * RATE * (1 - RATE);
    // the variance of a variance of nearly normal sums: 2 / rows, relative
    assertEquals(1, variance / expected, DEVIATIONS * Math.sqrt(2.0 / rows));
  }

  @Test
  void neighboursAndMasksDoNotFollowEachOther() {
    var first = dropped(COUNT);
    var second = dropped(COUNT);
    assertUncorrelated(first, second, 0);
    for (int lag : new int[] {1, 2, 196, 196 * 196}) {
      assertUncorrelated(first, first, lag);
    }
  }

  private static void assertUncorrelated(double[] a, double[] b, int lag) {
    double sum = 0;
    int pairs = a.length - lag;
    for (int i = 0; i < pairs; i++) {
      sum += (a[i] - RATE) * (b[i + lag] - RATE);
    }
    double correlation = sum / pairs / (RATE * (1 - RATE));
    assertEquals(0, correlation, DEVIATIONS / Math.sqrt(pairs), "at a distance of " + lag);
  }

  @Test
  void theEnginesSeedDecides() {
    var x = manager.ones(new Shape(3, 5, 7));
    Engine.getInstance().setRandomSeed(7);
    var once = DropoutMasks.draw(x, RATE);
    var next = DropoutMasks.draw(x, RATE);
    Engine.getInstance().setRandomSeed(7);
    var again = DropoutMasks.draw(x, RATE);
    assertEquals(x.getShape(), once.getShape());
    assertArrayEquals(once.toFloatArray(), again.toFloatArray());
    assertFalse(Arrays.equals(once.toFloatArray(), next.toFloatArray()));
  }

  @Test
  void aMaskMayBeLargerThanAWindow() {
    var x = manager.ones(new Shape(2, DropoutMasks.WINDOW / 2 + 10));
    var dropped = dropped(DropoutMasks.draw(x, RATE).toFloatArray());
    double deviation = Math.sqrt(RATE * (1 - RATE) / dropped.length);
    assertEquals(RATE, Arrays.stream(dropped).average().orElseThrow(), DEVIATIONS * deviation);
  }

  @Test
  void gradientsPassWhereValuesDo() {
    float odd = 0.37f; // a rate that nobody has asked for: its pool must outlive this step
    for (int step = 0; step < 2; step++) {
      try (var scope = new NDScope()) {
        scope.suppressNotUsedWarning();
        NDArray x = manager.ones(new Shape(1000));
        x.setRequiresGradient(true);
        NDArray y;
        try (var gradients = Engine.getInstance().newGradientCollector()) {
          y = x.mul(DropoutMasks.draw(x, odd));
          gradients.backward(y.sum());
        }
        assertArrayEquals(y.toFloatArray(), x.getGradient().toFloatArray());
      }
    }
  }
}
