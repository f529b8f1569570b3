package org.onenip.method.onenip;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.onenip.model.OneNip;
import org.onenip.training.MethodTrainer;
import org.onenip.training.ParameterGroup;
import org.onenip.training.parallel.DataParallel;
import org.onenip.training.parallel.Replicas;

/**
 * OneNIP's network at its start, and what trains it.
 *
 * @param network owned by the manager until a detector does
 */
public record OneNipTraining(OneNip network, MethodTrainer<OneNipCriterion.Batch> trainer)
    implements AutoCloseable {
  /**
   * Fills the network from the settings' seed.
   *
   * @param manager on the first of the replicas' devices
   */
  public static OneNipTraining begin(
      NDManager manager, OneNipSettings settings, Replicas replicas) {
    var config = settings.model();
    return begin(
        manager,
        settings,
        replicas,
        new OneNipCriterion(settings.objective(), config.refinerWidth() > 0));
  }

  /** The same on the manager's device. */
  public static OneNipTraining begin(NDManager manager, OneNipSettings settings) {
    return begin(manager, settings, Replicas.on(List.of(manager.getDevice())));
  }

  /** The same with losses of the caller's. */
  public static OneNipTraining begin(
      NDManager manager, OneNipSettings settings, Replicas replicas, Criterion criterion) {
    var config = settings.model();
    var network = new OneNip(config);
    MethodTrainer.seed(settings.seed());
    var features = new Shape(1, config.channels(), config.grid(), config.grid());
    network.initialize(manager, DataType.FLOAT32, features, features);
    if (settings.promptStart()) {
      PromptStart.apply(network, settings.seed());
    }
    var shared = DataParallel.of(network, replicas);
    return new OneNipTraining(
        network,
        new MethodTrainer<>(
            manager,
            settings,
            ParameterGroup.of(network),
            (parameters, batch) -> criterion.of(shared, parameters, batch)));
  }

  @Override
  public void close() {
    trainer.close();
  }
}
