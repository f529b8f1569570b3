package org.onenip.training;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.onenip.engine.EngineOperation;
import org.onenip.engine.Tensors;
import org.onenip.support.Interruption;

/**
 * AdamW by PyTorch's own kernel (docs/method.md §5 and §12): decoupled decay, β = 0.9 and 0.999, ε
 * = 1e-8 added after the bias correction, gradients clipped to a global L2 norm before. DJL's own
 * adds ε before the correction and clips element by element, from above only.
 */
public final class ClippedAdamW implements AutoCloseable {
  /** All parameters in one call: one by one, their small operations would keep a GPU waiting. */
  private static final EngineOperation STEP =
      new EngineOperation(
          "weights: List[Tensor], gradients: List[Tensor], means: List[Tensor],"
              + " variances: List[Tensor], taken: Tensor, numbers: Tensor",
          """
          rate = float(torch.select(numbers, 0, 0))
          decay = float(torch.select(numbers, 0, 1))
          most = float(torch.select(numbers, 0, 2))
          norm = torch.linalg_vector_norm(torch.stack(torch._foreach_norm(gradients, 2.)), 2)
          clip = torch.clamp(torch.mul(torch.reciprocal(torch.add(norm, 1e-06)), most), None, 1.)
          torch._foreach_mul_(gradients, clip)
          _0 = torch.add_(taken, 1)
          each = annotate(List[Tensor], [])
          for i in range(torch.len(weights)):
            _1 = torch.append(each, taken)
          torch._fused_adamw_(weights, gradients, means, variances, annotate(List[Tensor], []), each, lr=rate, beta1=0.9, beta2=0.999, weight_decay=decay, eps=1e-08, amsgrad=False, maximize=False)
          torch._foreach_zero_(gradients)
          return norm
          """);

  private static final String WEIGHTS = "weights[]";
  private static final String GRADIENTS = "gradients[]";
  private static final String MEANS = "means[]";
  private static final String VARIANCES = "variances[]";

  private final NDManager manager;
  private final Map<String, Parameter> parameters = new LinkedHashMap<>();
  private final Map<String, NDArray> means = new LinkedHashMap<>();
  private final Map<String, NDArray> variances = new LinkedHashMap<>();
  private final double weightDecay;
  private final double maxNorm;
  private final NDArray taken;
  private NDArray norm;
  private int steps;

  /**
   * Prepares the state, all zeros.
   *
   * @param manager its sub-manager owns the state
   * @param parameters by name; those that need no gradient are left alone
   * @param weightDecay share of a weight that a learning rate of 1 would take off at each step
   * @param maxNorm greatest global L2 norm of the gradients
   */
  public ClippedAdamW(
      NDManager manager, Map<String, Parameter> parameters, double weightDecay, double maxNorm) {
    this.manager = manager.newSubManager();
    taken = this.manager.zeros(new Shape(1));
    this.weightDecay = weightDecay;
    this.maxNorm = maxNorm;
    parameters.forEach(
        (name, parameter) -> {
          if (parameter.requiresGradient()) {
            this.parameters.put(name, parameter);
            means.put(name, this.manager.zeros(parameter.getShape()));
            variances.put(name, this.manager.zeros(parameter.getShape()));
          }
        });
  }

  /**
   * Takes one step with the gradients that the last backward pass left, and clears them; nothing
   * waits for the device.
   *
   * @return the global norm of the gradients before clipping, a scalar, to be read before the next
   *     step
   * @throws java.util.concurrent.CancellationException if the thread is interrupted
   */
  public NDArray step(double learningRate) {
    Interruption.check();
    steps++;
    if (norm != null) {
      norm.close();
    }
    try (var scratch = manager.newSubManager();
        var host = manager.newSubManager(Device.cpu())) {
      var operands = new NDList();
      // first, since its manager owns the result, and off the graph, since they are written to
      operands.addAll(
          named(WEIGHTS, parameters.values().stream().map(p -> p.getArray().stopGradient())));
      operands.addAll(
          named(GRADIENTS, parameters.values().stream().map(p -> p.getArray().getGradient())));
      operands.attach(scratch);
      operands.addAll(named(MEANS, means.values().stream()));
      operands.addAll(named(VARIANCES, variances.values().stream()));
      operands.add(taken);
      operands.add(host.create(new double[] {learningRate, weightDecay, maxNorm}));
      norm = STEP.apply(operands.toArray(NDArray[]::new));
      norm.attach(manager);
      return norm;
    }
  }

  private static NDList named(String name, Stream<NDArray> arrays) {
    return new NDList(arrays.peek(array -> array.setName(name)).toList());
  }

  /**
   * Forgets the gradients that these parameters had; those that it does not know are passed over.
   */
  void forget(Set<String> names) {
    for (var moments : List.of(means, variances)) {
      moments.forEach(
          (name, array) -> {
            if (names.contains(name)) {
              try (var zeros = array.zerosLike()) {
                Tensors.overwrite(array, zeros);
              }
            }
          });
    }
  }

  /** Steps taken so far. */
  public int steps() {
    return steps;
  }

  /** The state by name ({@code mean.…}, {@code variance.…}), to be saved. */
  public Map<String, NDArray> state() {
    var state = new LinkedHashMap<String, NDArray>();
    means.forEach((name, array) -> state.put("mean." + name, array));
    variances.forEach((name, array) -> state.put("variance." + name, array));
    return state;
  }

  /**
   * Goes on from a saved number of steps, whose state the caller has copied into {@link #state}.
   */
  public void resume(int steps) {
    this.steps = steps;
    try (var now = manager.full(taken.getShape(), steps)) {
      Tensors.overwrite(taken, now);
    }
  }

  @Override
  public void close() {
    manager.close();
  }
}
