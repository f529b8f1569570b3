package org.onenip.engine;

import ai.djl.Device;
import ai.djl.nn.Parameter;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.LayerNorm;
import ai.djl.training.initializer.Initializer;
import ai.djl.training.initializer.XavierInitializer;
import ai.djl.training.initializer.XavierInitializer.FactorType;
import ai.djl.training.initializer.XavierInitializer.RandomType;

/** How the published code fills new weights, and the two layers that every block is made of. */
public final class Initializers {
  /** U(−a, a), a = √(6 / (fan in + fan out)). */
  public static final Initializer XAVIER =
      onHost(new XavierInitializer(RandomType.UNIFORM, FactorType.AVG, 3));

  /** U(0, 1), the position tables. */
  public static final Initializer UNIT_UNIFORM =
      onHost((manager, shape, type) -> manager.randomUniform(0, 1, shape, type));

  /** N(0, 1), the learnable queries. */
  public static final Initializer UNIT_NORMAL =
      onHost((manager, shape, type) -> manager.randomNormal(0, 1, shape, type));

  private Initializers() {}

  /** Draws on the CPU, so that a seed gives the same start on every device. */
  private static Initializer onHost(Initializer initializer) {
    return (manager, shape, type) -> {
      if (!manager.getDevice().isGpu()) {
        return initializer.initialize(manager, shape, type);
      }
      try (var host = manager.newSubManager(Device.cpu())) {
        var drawn = initializer.initialize(host, shape, type);
        var sent = drawn.toDevice(manager.getDevice(), true);
        sent.attach(manager);
        return sent;
      }
    };
  }

  /** A linear layer over the last axis, Xavier-uniform, bias 0. */
  public static Linear linear(int units) {
    var linear = new FusedLinear(Linear.builder().setUnits(units));
    linear.setInitializer(XAVIER, Parameter.Type.WEIGHT);
    return linear;
  }

  /** Normalises the last axis of {@code (B, L, E)} tokens, eps 1e-5. */
  public static LayerNorm tokenNorm() {
    return LayerNorm.builder().axis(2).build();
  }
}
