package org.onenip.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.onenip.SmallNetwork;
import org.onenip.backbone.Backbones;
import org.onenip.method.onenip.Objective;
import org.onenip.model.OneNipConfig;
import org.onenip.support.UserError;

/** bfloat16 beside float32: near it, not equal to it, and the same each time. */
class PrecisionTest {
  /** Of a rounding, relative: half of the distance of two neighbours. */
  private static final double ROUNDING = 0x1p-9;

  private final NDManager manager = NDManager.newBaseManager(Device.cpu());

  @AfterEach
  void close() {
    Precision.use(Precision.FLOAT32);
    manager.close();
  }

  private static <T> T in(Precision precision, Supplier<T> work) {
    Precision.use(precision);
    try {
      return work.get();
    } finally {
      Precision.use(Precision.FLOAT32);
    }
  }

  private static double apart(NDArray exact, NDArray near) {
    return exact.sub(near).norm().getFloat() / exact.norm().getFloat();
  }

  private void isNear(NDArray exact, NDArray near, double most) {
    double apart = apart(exact, near);
    assertTrue(apart > ROUNDING / 10, "it was not computed in bfloat16: " + apart);
    assertTrue(apart < most, "apart by " + apart);
  }

  @Test
  void productsAreRoundedOnceAndSummedInFloat32() {
    var x = SmallNetwork.random(manager, new Random(1), 1, new Shape(50, 4000));
    var weight = SmallNetwork.random(manager, new Random(2), 1, new Shape(30, 4000));
    var bias = manager.zeros(new Shape(30));
    var exact = FusedLinear.apply(x, weight, bias);
    // in sums of bfloat16, 4000 products would lose far more
    isNear(exact, in(Precision.BF16, () -> FusedLinear.apply(x, weight, bias)), 3 * ROUNDING);
  }

  @Test
  void everyDecodersOutputsStayNear() {
    var random = new Random(3);
    var features = SmallNetwork.features(manager, random, 3);
    var prompts = SmallNetwork.features(manager, random, 3);
    for (var decoder : new String[] {"bidirectional", "unidirectional", "layerwise-query"}) {
      var network = SmallNetwork.of(manager, SmallNetwork.config().withDecoder(decoder));
      Supplier<NDList> run =
          () ->
              network.forward(
                  new ParameterStore(manager, false), new NDList(features, prompts), false);
      var exact = run.get();
      var near = in(Precision.BF16, run);
      isNear(exact.get(0), near.get(0), 20 * ROUNDING);
      assertArrayEquals(
          near.get(0).toFloatArray(), in(Precision.BF16, run).get(0).toFloatArray(), decoder);
    }
  }

  /** Dropout stands out of the comparison, but its bfloat16 path is taken where it is minute. */
  @Test
  void gradientsStayNear() {
    for (double dropout : new double[] {0, 1e-6}) {
      var config = SmallNetwork.config().withDropout(dropout).withJitter(0);
      var exact = gradients(config);
      var near = in(Precision.BF16, () -> gradients(config));
      assertEquals(exact.keySet(), near.keySet());
      double off = 0;
      double whole = 0;
      for (var name : exact.keySet()) {
        off += Math.pow(exact.get(name).sub(near.get(name)).norm().getFloat(), 2);
        whole += Math.pow(exact.get(name).norm().getFloat(), 2);
      }
      assertTrue(Math.sqrt(off / whole) < 30 * ROUNDING, "apart by " + Math.sqrt(off / whole));
    }
  }

  private Map<String, NDArray> gradients(OneNipConfig config) {
    var network = SmallNetwork.of(manager, config);
    var random = new Random(4);
    var normal = SmallNetwork.features(manager, random, 2);
    var in = new NDList(normal.concat(normal, 0), SmallNetwork.features(manager, random, 2));
    try (var gradients = Engine.getInstance().newGradientCollector()) {
      var out = network.forward(new ParameterStore(manager, false), in, true);
      gradients.backward(Objective.published().reconstruction(out.get(0), normal));
    }
    var found = new LinkedHashMap<String, NDArray>();
    ParameterNames.of(network).forEach((name, parameter) -> put(found, name, parameter));
    return found;
  }

  private static void put(Map<String, NDArray> found, String name, Parameter parameter) {
    if (parameter.requiresGradient() && !name.startsWith("seghead")) {
      found.put(name, parameter.getArray().getGradient());
    }
  }

  @Test
  void theBackbonesFeaturesStayNearWhateverBatchAndSize() {
    try (var backbone = Backbones.load("lite2", Device.cpu())) {
      for (int size : new int[] {64, 96}) {
        var images = SmallNetwork.random(manager, new Random(5), 0.2, new Shape(3, 3, size, size));
        Supplier<NDArray> features = () -> backbone.features(images.add(0.5f));
        var near = in(Precision.BF16, features);
        isNear(features.get(), near, 20 * ROUNDING);
        var alone = in(Precision.BF16, () -> backbone.features(images.get("1:2").add(0.5f)));
        assertEquals(0, apart(near.get("1:2"), alone), 1e-6);
      }
    }
  }

  @Test
  void dropoutInBfloat16ScalesWhatItKeepsExactly() {
    float rate = DropoutMasks.exactRate(0.1f);
    assertEquals(0.1, rate, 0.002);
    var mask = Bfloat16.widen(DropoutMasks.narrow(manager, new Shape(1000, 1000), 0.1f));
    for (float factor : mask.get("0:20").toFloatArray()) {
      assertTrue(factor == 0 || factor == 1.109375f, "a factor of " + factor);
    }
    assertEquals(1, mask.mean().getFloat(), 0.002);
    assertEquals(0.5f, DropoutMasks.exactRate(0.5f));
  }

  @Test
  void namesAreThoseOfTheOption() {
    assertEquals(Precision.BF16, Precision.named("bf16"));
    assertEquals(Precision.FLOAT32, Precision.named(null));
    assertNotEquals(Precision.BF16, Precision.current());
    var refused = assertThrows(UserError.class, () -> Precision.named("fp8"));
    assertTrue(refused.getMessage().contains("bf16"), refused.getMessage());
  }
}
