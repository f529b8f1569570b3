package org.onenip.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.core.Linear;
import org.onenip.engine.Bfloat16;
import org.onenip.engine.Pass;
import org.onenip.engine.Precision;

/**
 * W₂ drop(relu(W₁ x)), which all layers have; their hidden tokens are the largest of all arrays.
 */
final class FeedForward {
  private FeedForward() {}

  /**
   * Thinks a token over.
   *
   * @param x {@code (B, L, E)}
   * @param rate of dropout
   * @return {@code (B, L, E)}
   */
  static NDArray apply(Pass pass, Linear first, Linear second, NDArray x, float rate) {
    if (Precision.current() != Precision.BF16) { // relu(m · x) = m · relu(x) for masks m ≥ 0
      var hidden = pass.dropOutput(pass.apply(first, x), rate).getNDArrayInternal().relu();
      return pass.apply(second, hidden);
    }
    var weight = first.getParameters().get("weight");
    var shape = x.getShape();
    var hidden = new Shape(shape.get(0), shape.get(1), weight.getShape().get(0));
    var kept = pass.training() && rate > 0 ? Pass.narrowMask(x.getManager(), hidden, rate) : null;
    return pass.apply(
        second,
        Bfloat16.hidden(
            x, pass.value(weight, x), pass.value(first.getParameters().get("bias"), x), kept));
  }
}
