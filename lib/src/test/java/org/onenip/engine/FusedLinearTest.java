package org.onenip.engine;

import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.api.Test;

class FusedLinearTest {
  @Test
  void computesTheSameInOneKernel() {
    try (var manager = NDManager.newBaseManager()) {
      var x = manager.randomNormal(new Shape(2, 5, 8));
      var weight = manager.randomNormal(new Shape(3, 8));
      var bias = manager.randomNormal(new Shape(3));

      var fused = FusedLinear.fused(x, weight, bias);

      assertTrue(fused.allClose(x.matMul(weight.transpose()).add(bias), 1e-5, 1e-5, false));
    }
  }
}
