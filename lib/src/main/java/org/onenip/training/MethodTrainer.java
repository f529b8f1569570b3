package org.onenip.training;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.training.tracker.Tracker;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.onenip.detect.StepLog;

/**
 * The training step (docs/method.md §5): a batch's losses, the gradients of their total, AdamW.
 *
 * <p>The engine's generator is seeded anew for every step, so that a resumed run draws the same
 * jitter and dropout as one that was never interrupted.
 *
 * @param <B> one batch
 */
public final class MethodTrainer<B> implements AutoCloseable {
  /** What a method minimises. */
  @FunctionalInterface
  public interface Step<B> {
    /**
     * The losses of a batch, with the networks in training mode.
     *
     * @param parameters gives the values of their parameters
     */
    Losses of(ParameterStore parameters, B batch);
  }

  private final Step<B> step;
  private final Map<String, Parameter> parameters = new LinkedHashMap<>();
  private final List<ClippedAdamW> optimizers;
  private final List<Tracker> rates;
  private final long seed;
  private final NDManager manager;
  private final ParameterStore store;
  private Consumer<Phase> observer = phase -> {};

  /** What a step is made of. */
  public enum Phase {
    FORWARD,
    BACKWARD,
    OPTIMIZER
  }

  /**
   * Prepares to train.
   *
   * @param parent its sub-manager owns the optimizers' state
   * @param groups of initialised parameters, all on the parent's device
   */
  public MethodTrainer(
      NDManager parent, TrainingSettings settings, List<ParameterGroup> groups, Step<B> step) {
    manager = parent.newSubManager();
    this.step = step;
    seed = settings.seed();
    groups.forEach(group -> parameters.putAll(group.parameters()));
    store = new ParameterStore(manager, false);
    optimizers =
        groups.stream()
            .map(
                group ->
                    new ClippedAdamW(
                        manager,
                        group.parameters(),
                        settings.weightDecay(),
                        settings.maxGradientNorm()))
            .toList();
    rates =
        groups.stream()
            .map(
                group ->
                    settings
                        .schedule()
                        .tracker(
                            settings.learningRate() * group.rate(),
                            settings.steps(),
                            settings.warmUp()))
            .toList();
  }

  /** Seeds the engine's generator: networks that are filled next are filled alike. */
  public static void seed(long seed) {
    seed(seed, 0);
  }

  private static void seed(long seed, int step) {
    Engine.getInstance().setRandomSeed(Long.hashCode(seed * 0x9E3779B97F4A7C15L + step));
  }

  /** Calls {@code observer} at the end of each phase of a step, to be timed. */
  public void observe(Consumer<Phase> observer) {
    this.observer = observer;
  }

  /** All that is trained, by name. */
  public Map<String, Parameter> parameters() {
    return parameters;
  }

  /** Steps taken so far. */
  public int steps() {
    return optimizers.get(0).steps();
  }

  /** Whether all that is trained consists of numbers; waits for the device. */
  boolean isFinite() {
    try (var scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      var largest = new NDList();
      for (var parameter : parameters.values()) {
        largest.add(parameter.getArray().stopGradient().abs().max());
      }
      return Float.isFinite(NDArrays.stack(largest).max().getFloat());
    }
  }

  /** The optimizers' state by name, to be saved. */
  Map<String, NDArray> state() {
    var state = new LinkedHashMap<String, NDArray>();
    optimizers.forEach(optimizer -> state.putAll(optimizer.state()));
    return state;
  }

  /** Goes on from a saved number of steps, whose state was copied into {@link #state}. */
  void resume(int steps) {
    optimizers.forEach(optimizer -> optimizer.resume(steps));
  }

  /** Forgets the gradients that these parameters had, whose values begin anew. */
  public void forget(Set<String> names) {
    optimizers.forEach(optimizer -> optimizer.forget(names));
  }

  /**
   * Takes one step.
   *
   * @param seconds for the log
   */
  public StepLog step(B batch, double seconds) {
    int number = steps() + 1;
    seed(seed, number);
    try (var scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      Losses losses;
      try (var gradients = Engine.getInstance().newGradientCollector()) {
        losses = step.of(store, batch);
        observer.accept(Phase.FORWARD);
        gradients.backward(losses.total());
      }
      observer.accept(Phase.BACKWARD);
      var figures = new NDList(losses.total());
      figures.addAll(new NDList(losses.parts().values()));
      double rate = rates.get(0).getNewValue(number);
      for (int g = 0; g < optimizers.size(); g++) {
        figures.add(optimizers.get(g).step(rates.get(g).getNewValue(number)));
      }
      float[] numbers = NDArrays.stack(figures).toFloatArray(); // the only wait for the device
      observer.accept(Phase.OPTIMIZER);
      return log(number, losses, numbers, rate, seconds);
    }
  }

  private static StepLog log(
      int step, Losses losses, float[] numbers, double rate, double seconds) {
    var named = new LinkedHashMap<String, Double>();
    int next = 0;
    named.put(StepLog.TOTAL, (double) numbers[next++]);
    for (var name : losses.parts().keySet()) {
      named.put(name, (double) numbers[next++]);
    }
    double norm = numbers[next++];
    for (; next < numbers.length; next++) { // of all groups
      norm = Math.hypot(norm, numbers[next]);
    }
    return new StepLog(step, named, norm, rate, seconds);
  }

  @Override
  public void close() {
    optimizers.forEach(ClippedAdamW::close);
    manager.close();
  }
}
