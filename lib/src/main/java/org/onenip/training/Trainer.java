package org.onenip.training;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import ai.djl.training.tracker.Tracker;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.onenip.Tensors;
import org.onenip.model.DataParallel;
import org.onenip.model.ParameterNames;
import org.onenip.model.Reconstructor;
import org.onenip.model.Replicas;

/**
 * The training step (METHOD §5): a batch's loss, its gradients, AdamW.
 *
 * <p>Several devices may share a batch (see {@link DataParallel}); gradients, their norm and the
 * optimizer are the primary's, as with one device.
 *
 * <p>The engine's generator is seeded anew for every step, so that a resumed run draws the same
 * jitter and dropout as one that was never interrupted.
 *
 * @param <N> the network
 * @param <B> one batch behind the backbone
 */
public final class Trainer<N extends Reconstructor, B> implements AutoCloseable {
  /** What a method minimises. */
  @FunctionalInterface
  public interface Criterion<B> {
    /**
     * The loss of a batch, with the network in training mode.
     *
     * @param network one as the method has it, or several that share the batch, whose inputs and
     *     outputs are the same
     */
    Loss of(Block network, ParameterStore parameters, B batch);
  }

  /** Before the names of the refiner's parameters. */
  private static final String REFINER = "seghead.";

  private final NDManager manager;
  private final N network;
  private final Block shared;
  private final Criterion<B> criterion;
  private final AdamW optimizer;
  private final Tracker rate;
  private final long seed;
  private final ParameterStore parameters;
  private final Map<String, NDArray> refinerStart = new LinkedHashMap<>();
  private Consumer<Phase> observer = phase -> {};

  /** What a step is made of. */
  public enum Phase {
    FORWARD,
    BACKWARD,
    OPTIMIZER
  }

  /**
   * Fills the network from the settings' seed.
   *
   * @param parent its sub-manager owns the network until a detector does
   * @param network not yet initialised
   */
  public Trainer(NDManager parent, N network, TrainingSettings settings, Criterion<B> criterion) {
    this(parent, network, settings, criterion, Replicas.on(List.of(parent.getDevice())));
  }

  /**
   * The same on several devices.
   *
   * @param parent on the first of them
   * @param replicas share every batch
   */
  public Trainer(
      NDManager parent,
      N network,
      TrainingSettings settings,
      Criterion<B> criterion,
      Replicas replicas) {
    manager = parent.newSubManager();
    this.network = network;
    shared = replicas.count() == 1 ? network : new DataParallel(network, replicas);
    this.criterion = criterion;
    seed = settings.seed();
    var config = network.config();
    seed(0);
    var features = new Shape(1, config.channels(), config.grid(), config.grid());
    network.initialize(manager, DataType.FLOAT32, features, features);
    if (settings.promptStart()) {
      PromptStart.apply(network, seed);
    }
    ParameterNames.of(network)
        .forEach(
            (name, parameter) -> {
              if (name.startsWith(REFINER)) {
                refinerStart.put(name, parameter.getArray().duplicate());
              }
            });
    parameters = new ParameterStore(manager, false);
    optimizer =
        new AdamW(
            manager,
            ParameterNames.of(network),
            settings.weightDecay(),
            settings.maxGradientNorm());
    rate =
        settings.schedule().tracker(settings.learningRate(), settings.steps(), settings.warmUp());
  }

  /** Calls {@code observer} at the end of each phase of a step, to be timed. */
  public void observe(Consumer<Phase> observer) {
    this.observer = observer;
  }

  N network() {
    return network;
  }

  AdamW optimizer() {
    return optimizer;
  }

  /** Lets the refiner begin anew, as it was before the first step; the rest stays. */
  void restartRefiner() {
    var now = ParameterNames.of(network);
    refinerStart.forEach((name, start) -> Tensors.overwrite(now.get(name).getArray(), start));
    optimizer.forget(refinerStart.keySet());
  }

  private void seed(int step) {
    Engine.getInstance().setRandomSeed(Long.hashCode(seed * 0x9E3779B97F4A7C15L + step));
  }

  /**
   * Takes one step.
   *
   * @param seconds for the log
   */
  public StepLog step(B batch, double seconds) {
    int step = optimizer.steps() + 1;
    seed(step);
    try (var scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      Loss loss;
      try (var gradients = Engine.getInstance().newGradientCollector()) {
        loss = criterion.of(shared, parameters, batch);
        observer.accept(Phase.FORWARD);
        gradients.backward(loss.total());
      }
      observer.accept(Phase.BACKWARD);
      double learningRate = rate.getNewValue(step);
      var figures = new NDList(loss.total(), loss.reconstruction(), optimizer.step(learningRate));
      if (loss.dice() != null) {
        figures.add(loss.dice());
        figures.add(loss.recall());
      }
      float[] numbers = NDArrays.stack(figures).toFloatArray(); // the only wait for the device
      observer.accept(Phase.OPTIMIZER);
      boolean refines = numbers.length > 3;
      return new StepLog(
          step,
          numbers[0],
          numbers[1],
          refines ? (double) numbers[3] : null,
          refines ? (double) numbers[4] : null,
          numbers[2],
          learningRate,
          seconds);
    }
  }

  @Override
  public void close() {
    optimizer.close();
    manager.close();
  }
}
