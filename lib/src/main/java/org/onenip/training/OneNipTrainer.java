package org.onenip.training;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import ai.djl.training.tracker.Tracker;
import java.util.function.Consumer;
import org.onenip.model.OneNip;
import org.onenip.model.ParameterNames;

/**
 * The training step (METHOD §5): both streams, the total loss, its gradients, AdamW.
 *
 * <p>The engine's generator is seeded anew for every step, so that a resumed run draws the same
 * jitter and dropout as one that was never interrupted.
 */
public final class OneNipTrainer implements AutoCloseable {
  private final NDManager manager;
  private final OneNip model;
  private final Objective objective;
  private final AdamW optimizer;
  private final Tracker rate;
  private final long seed;
  private final ParameterStore parameters;
  private Consumer<Phase> observer = phase -> {};

  /** What a step is made of. */
  public enum Phase {
    FORWARD,
    BACKWARD,
    OPTIMIZER
  }

  /** Builds the network, filled from the settings' seed. */
  public OneNipTrainer(NDManager parent, TrainingSettings settings) {
    manager = parent.newSubManager();
    objective = settings.objective();
    seed = settings.seed();
    var config = settings.model();
    model = new OneNip(config);
    seed(0);
    var features = new Shape(1, config.channels(), config.grid(), config.grid());
    model.initialize(manager, DataType.FLOAT32, features, features);
    if (settings.promptStart()) {
      PromptStart.apply(model, seed);
    }
    parameters = new ParameterStore(manager, false);
    optimizer =
        new AdamW(
            manager, ParameterNames.of(model), settings.weightDecay(), settings.maxGradientNorm());
    rate =
        settings.schedule().tracker(settings.learningRate(), settings.steps(), settings.warmUp());
  }

  /** Calls {@code observer} at the end of each phase of a step, to be timed. */
  public void observe(Consumer<Phase> observer) {
    this.observer = observer;
  }

  OneNip model() {
    return model;
  }

  AdamW optimizer() {
    return optimizer;
  }

  private void seed(int step) {
    Engine.getInstance().setRandomSeed(Long.hashCode(seed * 0x9E3779B97F4A7C15L + step));
  }

  /**
   * Takes one step.
   *
   * @param batch features of B normals, of their pseudo anomalies and prompts, and the masks {@code
   *     (2B, 1, S, S)} of both streams
   * @param seconds for the log
   */
  public StepLog step(Features batch, double seconds) {
    int step = optimizer.steps() + 1;
    seed(step);
    try (var scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      float mse;
      float dice;
      float total;
      float recall;
      try (var gradients = Engine.getInstance().newGradientCollector()) {
        var both = batch.normal().concat(batch.pseudo(), 0); // (2B, C, H, W)
        var out = model.forward(parameters, new NDList(both, batch.prompt()), true);
        var reconstruction = objective.reconstruction(out.get(0), batch.normal());
        var refinement = objective.dice(out.get(1), batch.masks());
        var loss = objective.total(reconstruction, refinement);
        observer.accept(Phase.FORWARD);
        gradients.backward(loss);
        mse = reconstruction.getFloat();
        dice = refinement.getFloat();
        total = loss.getFloat();
        var p = out.get(1).stopGradient().getNDArrayInternal().sigmoid();
        recall =
            p.mul(batch.masks()).sum().getFloat() / Math.max(1, batch.masks().sum().getFloat());
      }
      observer.accept(Phase.BACKWARD);
      double learningRate = rate.getNewValue(step);
      double norm = optimizer.step(learningRate);
      observer.accept(Phase.OPTIMIZER);
      return new StepLog(step, total, mse, dice, recall, norm, learningRate, seconds);
    }
  }

  /** One batch behind the backbone; each {@code (B, C, H, W)}, the masks {@code (2B, 1, S, S)}. */
  public record Features(NDArray normal, NDArray pseudo, NDArray prompt, NDArray masks) {}

  @Override
  public void close() {
    optimizer.close();
    manager.close();
  }
}
