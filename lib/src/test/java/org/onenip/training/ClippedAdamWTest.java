package org.onenip.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.initializer.Initializer;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

/** PyTorch's formula, written out in double precision. */
class ClippedAdamWTest {
  @Test
  void followsPyTorchWithGradientsNearEpsilonAndBeyondTheNorm() {
    float[] slopes = {3, -4e-8f, 2e-7f, 0}; // the second and third are as small as ε
    double rate = 1e-2;
    double decay = 0.1;
    double norm = Math.sqrt(9 + 1.6e-15 + 4e-14);
    try (var manager = NDManager.newBaseManager()) {
      var parameter =
          Parameter.builder()
              .setName("w")
              .setType(Parameter.Type.WEIGHT)
              .optInitializer(Initializer.ONES)
              .optShape(new Shape(4))
              .build();
      parameter.initialize(manager, DataType.FLOAT32);
      var optimizer = new ClippedAdamW(manager, Map.of("w", parameter), decay, 1.5);
      double[] w = {1, 1, 1, 1};
      double[] m = new double[4];
      double[] v = new double[4];
      for (int t = 1; t <= 4; t++) {
        try (var gradients = Engine.getInstance().newGradientCollector()) {
          gradients.backward(parameter.getArray().mul(manager.create(slopes)).sum());
        }
        assertEquals(norm, optimizer.step(rate).getFloat(), 1e-6);
        for (int i = 0; i < 4; i++) {
          double g = slopes[i] * 1.5 / (norm + 1e-6);
          w[i] -= rate * decay * w[i];
          m[i] = 0.9 * m[i] + 0.1 * g;
          v[i] = 0.999 * v[i] + 0.001 * g * g;
          double corrected = Math.sqrt(v[i] / (1 - Math.pow(0.999, t))) + 1e-8;
          w[i] -= rate / (1 - Math.pow(0.9, t)) * m[i] / corrected;
        }
        var ours = parameter.getArray().toFloatArray();
        for (int i = 0; i < 4; i++) {
          assertEquals(w[i], ours[i], 2e-6, "weight %d after step %d".formatted(i, t));
        }
        assertArrayEquals(
            new float[4], parameter.getArray().getGradient().toFloatArray(), "cleared");
      }
      Thread.currentThread().interrupt();
      assertThrows(CancellationException.class, () -> optimizer.step(rate));
      assertTrue(Thread.interrupted(), "the thread stays interrupted");
      assertEquals(4, optimizer.steps(), "an interrupted thread takes no step");
    }
  }
}
