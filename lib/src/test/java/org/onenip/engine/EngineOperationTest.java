package org.onenip.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDManager;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Operations of the engine that DJL does not call. */
class EngineOperationTest {
  private final NDManager manager = NDManager.newBaseManager(Device.cpu());

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void computesWhatItsExpressionSays() {
    var weighted = new EngineOperation("torch.addcmul(x, y, z)", List.of("x", "y", "z"));
    var result =
        weighted.apply(
            manager.create(new float[] {1, 2}),
            manager.create(new float[] {3, 4}),
            manager.create(new float[] {5, 6}));
    assertArrayEquals(new float[] {16, 26}, result.toFloatArray());
    assertEquals(manager, result.getManager());
  }

  @Test
  void gradientsFlowThroughItAndItsResultsGoIntoGraphs() {
    var swish = new EngineOperation("torch.silu(x)", List.of("x"));
    var x = manager.create(new float[] {0, 2});
    x.setRequiresGradient(true);
    var constant = swish.apply(manager.create(new float[] {0, 2}));
    try (var gradients = Engine.getInstance().newGradientCollector()) {
      gradients.backward(swish.apply(x).mul(constant).sum());
    }
    float sigmoid = (float) (1 / (1 + Math.exp(-2)));
    float slope = sigmoid * (1 + 2 * (1 - sigmoid)); // at 0 it is 1/2, times silu(0) = 0
    assertArrayEquals(new float[] {0, slope * 2 * sigmoid}, x.getGradient().toFloatArray(), 1e-6f);
  }

  @Test
  void whatIsNoOperationIsRefusedWhenItIsMade() {
    assertThrows(
        EngineException.class, () -> new EngineOperation("torch.no_such_thing(x)", List.of("x")));
  }
}
