package org.onenip.method.onenip;

import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import org.onenip.training.Losses;

/** What a training of OneNIP's network minimises. */
@FunctionalInterface
public interface Criterion {
  /**
   * The losses of a batch, with the network in training mode.
   *
   * @param network one as the method has it, or several that share the batch, whose inputs and
   *     outputs are the same
   */
  Losses of(Block network, ParameterStore parameters, OneNipCriterion.Batch batch);
}
