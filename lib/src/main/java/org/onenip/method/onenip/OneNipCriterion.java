package org.onenip.method.onenip;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import java.util.LinkedHashMap;
import org.onenip.model.OneNip;
import org.onenip.training.Losses;

/**
 * OneNIP's loss: the streams and the refiner (Eq. 8).
 *
 * @param losses their sum
 * @param refines whether the network has a refiner
 */
public record OneNipCriterion(Objective losses, boolean refines) implements Criterion {
  /** The refiner's loss, as logs call it. */
  public static final String DICE = "dice";

  /** Mean probability that the refiner gives to truly anomalous pixels, as logs call it. */
  public static final String RECALL = "recall";

  /** Of a network with a refiner. */
  public OneNipCriterion(Objective losses) {
    this(losses, true);
  }

  /**
   * Features of B normals, of their pseudo anomalies and prompts, {@code (B, C, H, W)} each, and
   * the masks {@code (2B, 1, S, S)} of both streams; no pseudo anomalies and masks where neither
   * stream nor refiner needs them. What a memory says of both streams, as {@link OneNip} takes it;
   * empty without one.
   */
  public record Batch(
      NDArray normal, NDArray pseudo, NDArray prompt, NDArray masks, NDList memory) {
    /** Without a memory. */
    public Batch(NDArray normal, NDArray pseudo, NDArray prompt, NDArray masks) {
      this(normal, pseudo, prompt, masks, new NDList());
    }
  }

  @Override
  public Losses of(Block network, ParameterStore parameters, Batch batch) {
    var in = new NDList(targets(batch), batch.prompt()).addAll(batch.memory());
    var out = network.forward(parameters, in, true);
    var reconstruction = losses.reconstruction(out.get(0), batch.normal());
    if (!refines) {
      return Losses.reconstruction(reconstruction);
    }
    var dice = losses.dice(out.get(1), batch.masks());
    var p = out.get(1).stopGradient().getNDArrayInternal().sigmoid();
    var recall = p.mul(batch.masks()).sum().div(batch.masks().sum().maximum(1));
    var parts = new LinkedHashMap<String, NDArray>();
    parts.put(Losses.MSE, reconstruction);
    parts.put(DICE, dice);
    parts.put(RECALL, recall);
    return new Losses(losses.total(reconstruction, dice), parts);
  }

  /** What is rebuilt: both streams {@code (2B, C, H, W)}, or the only one that is minimised. */
  private NDArray targets(Batch batch) {
    if (refines || losses.streams() == Streams.BOTH) {
      return batch.normal().concat(batch.pseudo(), 0);
    }
    return losses.streams() == Streams.RECONSTRUCTION ? batch.normal() : batch.pseudo();
  }
}
