package org.onenip.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;

/** OneNIP's loss: both streams and the refiner (Eq. 8). */
public record OneNipCriterion(Objective losses)
    implements Trainer.Criterion<OneNipCriterion.Batch> {
  /**
   * Features of B normals, of their pseudo anomalies and prompts, {@code (B, C, H, W)} each, and
   * the masks {@code (2B, 1, S, S)} of both streams.
   */
  public record Batch(NDArray normal, NDArray pseudo, NDArray prompt, NDArray masks) {}

  @Override
  public Loss of(Block network, ParameterStore parameters, Batch batch) {
    var both = batch.normal().concat(batch.pseudo(), 0); // (2B, C, H, W)
    var out = network.forward(parameters, new NDList(both, batch.prompt()), true);
    var reconstruction = losses.reconstruction(out.get(0), batch.normal());
    var dice = losses.dice(out.get(1), batch.masks());
    var p = out.get(1).stopGradient().getNDArrayInternal().sigmoid();
    var recall = p.mul(batch.masks()).sum().div(batch.masks().sum().maximum(1));
    return new Loss(losses.total(reconstruction, dice), reconstruction, dice, recall);
  }
}
