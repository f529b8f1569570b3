package org.onenip.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.nn.Parameter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.onenip.Interruption;

/**
 * AdamW as PyTorch computes it (METHOD §5 and §10): decoupled decay, ε added after the bias
 * correction, gradients clipped to a global L2 norm before. DJL's own adds ε before the correction
 * and clips element by element, from above only.
 */
public final class AdamW implements AutoCloseable {
  private static final double BETA1 = 0.9;
  private static final double BETA2 = 0.999;
  private static final double EPSILON = 1e-8;

  private final NDManager manager;
  private final Map<String, Parameter> parameters = new LinkedHashMap<>();
  private final Map<String, NDArray> means = new LinkedHashMap<>();
  private final Map<String, NDArray> variances = new LinkedHashMap<>();
  private final double weightDecay;
  private final double maxNorm;
  private int steps;

  /**
   * Prepares the state, all zeros.
   *
   * @param manager its sub-manager owns the state
   * @param parameters by name; those that need no gradient are left alone
   * @param weightDecay share of a weight that a learning rate of 1 would take off at each step
   * @param maxNorm greatest global L2 norm of the gradients
   */
  public AdamW(
      NDManager manager, Map<String, Parameter> parameters, double weightDecay, double maxNorm) {
    this.manager = manager.newSubManager();
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
   * Takes one step with the gradients that the last backward pass left, and clears them.
   *
   * @return the global norm of the gradients before clipping
   * @throws java.util.concurrent.CancellationException if the thread is interrupted
   */
  public double step(double learningRate) {
    Interruption.check();
    steps++;
    double correction1 = 1 - Math.pow(BETA1, steps);
    double correction2 = Math.sqrt(1 - Math.pow(BETA2, steps));
    try (var scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      var gradients = new LinkedHashMap<String, NDArray>();
      parameters.forEach((name, p) -> gradients.put(name, p.getArray().getGradient()));
      var squares = new NDList(gradients.size());
      gradients.values().forEach(g -> squares.add(g.square().sum()));
      double norm = Math.sqrt(ai.djl.ndarray.NDArrays.stack(squares).sum().getFloat());
      double clip = Math.min(1, maxNorm / (norm + 1e-6));
      parameters.forEach(
          (name, parameter) -> {
            var weight = parameter.getArray();
            weight
                .getNDArrayInternal()
                .adamUpdate(
                    new NDList(weight, gradients.get(name), means.get(name), variances.get(name)),
                    new NDList(weight),
                    (float) learningRate,
                    // DJL's kernel divides by (√v + ε): with both factors scaled by √(1 − β₂ᵗ)
                    // that is PyTorch's lr / (1 − β₁ᵗ) · m / (√(v / (1 − β₂ᵗ)) + ε)
                    (float) (learningRate * correction2 / correction1),
                    (float) weightDecay,
                    (float) clip,
                    -1,
                    (float) BETA1,
                    (float) BETA2,
                    (float) (EPSILON * correction2),
                    true,
                    true);
          });
      return norm;
    }
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
                zeros.copyTo(array);
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
  }

  @Override
  public void close() {
    manager.close();
  }
}
