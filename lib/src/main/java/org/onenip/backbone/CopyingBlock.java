package org.onenip.backbone;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;

/**
 * A TorchScript module whose outputs, inference tensors, are copied so that training may use them.
 */
final class CopyingBlock extends AbstractBlock {
  private final Block module;

  CopyingBlock(Block module) {
    this.module = module;
  }

  @Override
  protected NDList forwardInternal(
      ParameterStore parameters, NDList in, boolean training, PairList<String, Object> params) {
    var copies = new NDList();
    try (var outputs = module.forward(parameters, in, false)) {
      for (NDArray map : outputs) {
        copies.add(map.duplicate());
      }
    }
    return copies;
  }

  @Override
  public Shape[] getOutputShapes(Shape[] in) {
    return module.getOutputShapes(in);
  }
}
