package org.onenip.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Parameter;
import ai.djl.nn.norm.BatchNorm;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Batch normalisation in training whose batch lies on several devices: y = γ (x − μ) / √(σ² + ε) +
 * β with the mean μ and the biased variance σ² of the whole batch, as one device computes it. Each
 * replica r sends the mean μᵣ and variance σᵣ² of its share wᵣ of the pixels to the primary:
 *
 * <p>μ = Σ wᵣ μᵣ; σ² = Σ wᵣ (σᵣ² + (μᵣ − μ)²)
 *
 * <p>and gets back y as a factor on x and a summand. All of it is on the graph, so that the
 * gradient, too, is that of the whole batch.
 *
 * <p>Letters: N pixels of all images of all replicas, C channels.
 */
public final class SynchronizedBatchNorm {
  /** ε of the refiner's, as published (docs/method.md §5). */
  public static final float EPSILON = 1e-5f;

  /** How much of the running statistics a step keeps; PyTorch's momentum is what it replaces. */
  public static final float MOMENTUM = 0.9f;

  private static final int[] PIXELS = {0, 2, 3};

  private SynchronizedBatchNorm() {}

  /**
   * Normalises, and updates the running statistics.
   *
   * @param norm with our {@link #EPSILON} and {@link #MOMENTUM}
   * @param primary reads the parameters on the first device
   * @param xs {@code (b, C, H, W)} of each replica, the first on the primary
   * @return the same shapes on the same devices
   */
  public static List<NDArray> apply(BatchNorm norm, Pass primary, List<NDArray> xs) {
    var home = xs.get(0).getManager();
    long pixels = xs.stream().mapToLong(SynchronizedBatchNorm::pixels).sum();
    var weights = xs.stream().map(x -> (double) pixels(x) / pixels).toList();
    var means = new ArrayList<NDArray>(); // (1, C, 1, 1) each, as all that follow
    var variances = new ArrayList<NDArray>();
    for (var x : xs) {
      var mean = mean(x);
      means.add(Tensors.send(mean, home));
      variances.add(Tensors.send(mean(x.sub(mean).square()), home));
    }
    var mean = sum(weights, means);
    for (int r = 0; r < xs.size(); r++) {
      variances.set(r, variances.get(r).add(means.get(r).sub(mean).square()));
    }
    var variance = sum(weights, variances);
    var parameters = norm.getDirectParameters();
    update(parameters.get("runningMean"), mean);
    update(
        parameters.get("runningVar"), Tensors.scale(variance, pixels / (pixels - 1.0))); // unbiased
    var gamma = beside(mean, primary, parameters.get("gamma"));
    var beta = beside(mean, primary, parameters.get("beta"));
    var factor = gamma.div(variance.add(EPSILON).sqrt());
    var summand = beta.sub(factor.mul(mean));
    return xs.stream()
        .map(
            x ->
                x.mul(Tensors.send(factor, x.getManager()))
                    .add(Tensors.send(summand, x.getManager())))
        .toList();
  }

  private static long pixels(NDArray x) {
    return x.size() / x.getShape().get(1);
  }

  /** The mean of each channel; the engine's own takes a single axis. */
  private static NDArray mean(NDArray x) {
    return Tensors.scale(x.sum(PIXELS, true), 1.0 / pixels(x));
  }

  private static NDArray sum(List<Double> weights, List<NDArray> arrays) {
    return IntStream.range(0, arrays.size())
        .mapToObj(r -> Tensors.scale(arrays.get(r), weights.get(r)))
        .reduce(NDArray::add)
        .orElseThrow();
  }

  /** A parameter {@code (C)} in the shape, and with the owner, of {@code array}. */
  private static NDArray beside(NDArray array, Pass primary, Parameter parameter) {
    var value = primary.value(parameter, array).reshape(array.getShape());
    value.attach(array.getManager());
    return value;
  }

  private static void update(Parameter running, NDArray observed) {
    var value = running.getArray();
    var news = Tensors.scale(observed.stopGradient(), 1 - MOMENTUM).reshape(value.getShape());
    value.muli(MOMENTUM).addi(news);
  }
}
