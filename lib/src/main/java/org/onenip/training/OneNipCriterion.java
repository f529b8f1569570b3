package org.onenip.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.training.ParameterStore;
import org.onenip.model.OneNip;

/** OneNIP's loss: both streams and the refiner (Eq. 8). */
public record OneNipCriterion(Objective losses)
    implements Trainer.Criterion<OneNip, OneNipCriterion.Batch> {
  /**
   * Features of B normals, of their pseudo anomalies and prompts, {@code (B, C, H, W)} each, and
   * the masks {@code (2B, 1, S, S)} of both streams; no pseudo anomalies and masks where neither
   * stream nor refiner needs them.
   */
  public record Batch(NDArray normal, NDArray pseudo, NDArray prompt, NDArray masks) {}

  @Override
  public Loss of(OneNip network, ParameterStore parameters, Batch batch) {
    var in = new NDList(targets(network, batch), batch.prompt());
    var out = network.forward(parameters, in, true);
    var reconstruction = losses.reconstruction(out.get(0), batch.normal());
    if (!network.refines()) {
      return Loss.reconstruction(reconstruction);
    }
    var dice = losses.dice(out.get(1), batch.masks());
    var p = out.get(1).stopGradient().getNDArrayInternal().sigmoid();
    var recall = p.mul(batch.masks()).sum().div(batch.masks().sum().maximum(1));
    return new Loss(losses.total(reconstruction, dice), reconstruction, dice, recall);
  }

  /** What is rebuilt: both streams {@code (2B, C, H, W)}, or the only one that is minimised. */
  private NDArray targets(OneNip network, Batch batch) {
    if (network.refines() || losses.streams() == Streams.BOTH) {
      return batch.normal().concat(batch.pseudo(), 0);
    }
    return losses.streams() == Streams.RECONSTRUCTION ? batch.normal() : batch.pseudo();
  }
}
