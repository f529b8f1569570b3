package org.onenip.backbone;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;

/**
 * A TorchScript module whose outputs, inference tensors, are copied so that training may use them.
 */
final class CopyingBlock extends AbstractBlock {
  private final Model model;

  /**
   * Takes a loaded model. It is held, not its block alone: a model that nobody holds is collected,
   * and takes its block with it.
   */
  CopyingBlock(Model model) {
    this.model = model;
  }

  @Override
  protected NDList forwardInternal(
      ParameterStore parameters, NDList in, boolean training, PairList<String, Object> params) {
    var copies = new NDList();
    try (var outputs = model.getBlock().forward(parameters, in, false)) {
      for (NDArray map : outputs) {
        copies.add(map.duplicate());
      }
    }
    return copies;
  }

  @Override
  public Shape[] getOutputShapes(Shape[] in) {
    return model.getBlock().getOutputShapes(in);
  }
}
