package org.onenip.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A frozen convolution in bfloat16 with the activation after it. On a CPU one kernel does both, and
 * has its weights in an order of its own, brought into it once.
 */
public final class NarrowConvolution {
  private static final Map<String, EngineOperation> OPERATIONS = new ConcurrentHashMap<>();

  private final EngineOperation operation;
  private final NDArray weight;
  private final NDArray bias;
  private final Nonlinearity after; // where the kernel does not do it

  /**
   * How it is applied.
   *
   * @param padding rows above and below, columns left and right
   * @param input the shape of inputs; others are right too, but slow: the weights are in the wrong
   *     order
   */
  public record Layout(
      int stride, Shape padding, int groups, Nonlinearity activation, Shape input) {
    /** Padding and stride in TorchScript. */
    private String places() {
      return "[%2$d, %3$d], [%1$d, %1$d]".formatted(stride, padding.get(0), padding.get(1));
    }
  }

  /**
   * Prepares it.
   *
   * @param manager owns the weights that are made for it; on their device
   * @param weight {@code (O, I/groups, k, k)}
   * @param bias {@code (O)}
   */
  public NarrowConvolution(NDManager manager, NDArray weight, NDArray bias, Layout layout) {
    boolean gpu = manager.getDevice().isGpu();
    var operands = List.of("x", "weight", "bias");
    if (gpu) {
      var padding = layout.padding();
      operation =
          operation(
              "torch.conv2d(x, weight, bias, [%1$d, %1$d], [%2$d, %3$d], [1, 1], %4$d)"
                  .formatted(layout.stride(), padding.get(0), padding.get(1), layout.groups()),
              operands);
      this.weight = kept(manager, Bfloat16.narrow(weight));
    } else {
      operation =
          operation(
              "ops.mkldnn._convolution_pointwise(x, weight, bias, %s, [1, 1], %d, %s)"
                  .formatted(layout.places(), layout.groups(), layout.activation().fused()),
              operands);
      var shape = Arrays.toString(layout.input().getShape());
      var reorder =
          operation(
              "ops.mkldnn._reorder_convolution_weight(torch.to(weight, 15), %s, [1, 1], %d, %s)"
                  .formatted(layout.places(), layout.groups(), shape),
              List.of("weight"));
      this.weight = kept(manager, reorder.apply(weight));
    }
    this.bias = kept(manager, Bfloat16.narrow(bias));
    after = gpu ? layout.activation() : Nonlinearity.NONE;
  }

  private static EngineOperation operation(String expression, List<String> operands) {
    return OPERATIONS.computeIfAbsent(expression, e -> new EngineOperation(e, operands));
  }

  private static NDArray kept(NDManager manager, NDArray made) {
    NDScope.unregister(made); // the pass in which it is first needed must not close it
    made.attach(manager);
    return made;
  }

  /** Convolves an input in bfloat16; the result is owned by its manager. */
  public NDArray apply(NDArray x) {
    return after.apply(operation.apply(x, weight, bias));
  }
}
