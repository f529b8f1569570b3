package org.onenip.training;

import java.nio.file.Path;
import java.util.Map;
import org.onenip.support.UserError;
import org.onenip.weights.NetworkWeights;
import org.onenip.weights.Safetensors;

/**
 * The state of an unfinished training in one file: weights, the optimizer's moments and the step.
 * One file, so that one atomic rename keeps them consistent.
 */
record Checkpoint(Path file) {
  private static final String NETWORK = "network.";
  private static final String STEP = "step";

  void write(MethodTrainer<?> trainer) {
    var arrays = NetworkWeights.of(trainer.parameters(), NETWORK);
    arrays.putAll(trainer.state());
    Safetensors.write(file, arrays, Map.of(STEP, String.valueOf(trainer.steps())));
  }

  /**
   * Goes on from the file.
   *
   * @param steps of the whole training
   * @throws UserError if it is damaged or belongs to another network or a shorter training
   */
  void restore(MethodTrainer<?> trainer, int steps) {
    var saved = Safetensors.read(file);
    int step = step(saved.metadata().get(STEP), steps);
    NetworkWeights.load(trainer.parameters(), saved.tensors(), NETWORK, file.toString());
    trainer
        .state()
        .forEach(
            (name, array) -> NetworkWeights.copy(saved.tensors(), name, array, file.toString()));
    if (!trainer.isFinite()) {
      throw new UserError(
          "%s holds weights that are no numbers; train again into an empty folder."
              .formatted(file));
    }
    trainer.resume(step);
  }

  private int step(String text, int steps) {
    try {
      int step = Integer.parseInt(text);
      if (step >= 1 && step <= steps) {
        return step;
      }
    } catch (NumberFormatException e) {
      // told below
    }
    throw new UserError(
        "%s was written at step %s, not at one of 1 to %d; train again into an empty folder."
            .formatted(file, text, steps));
  }
}
