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
  private final Activation after; // where the kernel does not do it

  /**
   * Prepares it.
   *
   * @param manager owns the weights that are made for it; on their device
   * @param weight {@code (O, I/groups, k, k)}
   * @param bias {@code (O)}
   * @param padding rows above and below, columns left and right
   * @param input the shape of an input; that of others may have another batch and side
   */
  public NarrowConvolution(
      NDManager manager,
      NDArray weight,
      NDArray bias,
      int stride,
      Shape padding,
      int groups,
      Activation activation,
      Shape input) {
    boolean gpu = manager.getDevice().isGpu();
    var places = "[%2$d, %3$d], [%1$d, %1$d]".formatted(stride, padding.get(0), padding.get(1));
    var operands = List.of("x", "weight", "bias");
    if (gpu) {
      operation =
          operation(
              "torch.conv2d(x, weight, bias, [%1$d, %1$d], [%2$d, %3$d], [1, 1], %4$d)"
                  .formatted(stride, padding.get(0), padding.get(1), groups),
              operands);
      this.weight = kept(manager, Bfloat16.narrow(weight));
    } else {
      operation =
          operation(
              "ops.mkldnn._convolution_pointwise(x, weight, bias, %s, [1, 1], %d, %s)"
                  .formatted(places, groups, activation.fused()),
              operands);
      var reorder =
          operation(
              "ops.mkldnn._reorder_convolution_weight(torch.to(weight, 15), %s, [1, 1], %d, %s)"
                  .formatted(places, groups, Arrays.toString(input.getShape())),
              List.of("weight"));
      this.weight = kept(manager, reorder.apply(weight));
    }
    this.bias = kept(manager, Bfloat16.narrow(bias));
    after = gpu ? activation : Activation.NONE;
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
