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
   * @throws UserError if it is damaged or belongs to another network
   */
  void restore(MethodTrainer<?> trainer) {
    var saved = Safetensors.read(file);
    int step;
    try {
      step = Integer.parseInt(saved.metadata().get(STEP));
      if (step < 0) {
        throw new NumberFormatException("a step of " + step);
      }
    } catch (NumberFormatException e) {
      throw new UserError(
          "%s does not say at which step it was written; train again into an empty folder."
              .formatted(file),
          e);
    }
    NetworkWeights.load(trainer.parameters(), saved.tensors(), NETWORK, file.toString());
    trainer
        .state()
        .forEach(
            (name, array) -> NetworkWeights.copy(saved.tensors(), name, array, file.toString()));
    trainer.resume(step);
  }
}
