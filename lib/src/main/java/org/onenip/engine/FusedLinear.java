package org.onenip.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.core.Linear;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import java.util.List;

/** A linear layer that adds its bias within the product on a GPU, not after it. */
public final class FusedLinear extends Linear {
  private static final EngineOperation LINEAR =
      new EngineOperation("torch.linear(x, weight, bias)", List.of("x", "weight", "bias"));

  FusedLinear(Builder builder) {
    super(builder);
  }

  /** {@code x Wᵀ + b}, owned by the manager of {@code x}. */
  public static NDArray apply(NDArray x, NDArray weight, NDArray bias) {
    if (Precision.current() == Precision.BF16) {
      return Bfloat16.linear(x, weight, bias);
    }
    return x.getDevice().isGpu()
        ? fused(x, weight, bias)
        : linear(x, weight, bias).singletonOrThrow();
  }

  static NDArray fused(NDArray x, NDArray weight, NDArray bias) {
    return LINEAR.apply(x, weight, bias);
  }

  @Override
  protected NDList forwardInternal(
      ParameterStore store, NDList in, boolean training, PairList<String, Object> params) {
    var x = in.singletonOrThrow();
    var device = x.getDevice();
    return new NDList(
        apply(
            x,
            store.getValue(parameters.get("weight"), device, training),
            store.getValue(parameters.get("bias"), device, training)));
  }
}
