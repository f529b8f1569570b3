package org.onenip.engine;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.initializer.Initializer;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A block whose children know their input shapes when they are made (all widths of OneNIP are known
 * from its configuration), so that initialising needs no code of its own.
 */
public abstract class ShapedBlock extends AbstractBlock {
  private final Map<Block, Shape[]> childInputs = new LinkedHashMap<>();

  /** Adds a child that takes inputs of these shapes (the batch size does not matter). */
  protected final <B extends Block> B child(String name, B block, Shape... inputs) {
    childInputs.put(block, inputs);
    return addChildBlock(name, block);
  }

  /** Adds a parameter of this shape. */
  protected final Parameter parameter(
      String name, Parameter.Type type, Initializer initializer, long... shape) {
    return addParameter(
        Parameter.builder()
            .setName(name)
            .setType(type)
            .optInitializer(initializer)
            .optShape(new Shape(shape))
            .build());
  }

  @Override
  protected final void initializeChildBlocks(
      NDManager manager, DataType dataType, Shape... inputShapes) {
    childInputs.forEach((block, shapes) -> block.initialize(manager, dataType, shapes));
  }

  /** The shape of the first input, which is what most blocks of a transformer return. */
  @Override
  public Shape[] getOutputShapes(Shape[] inputShapes) {
    return new Shape[] {inputShapes[0]};
  }
}
