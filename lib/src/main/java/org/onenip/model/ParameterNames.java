package org.onenip.model;

import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A block's parameters by the names that PyTorch gives them, for example {@code
 * transformer.encoder.layers.0.norm1.weight}: those of published checkpoints and of our own files.
 */
public final class ParameterNames {
  private ParameterNames() {}

  /** All parameters, in the order of the forward pass. */
  public static Map<String, Parameter> of(Block block) {
    var names = new LinkedHashMap<String, Parameter>();
    collect("", block, names);
    return names;
  }

  private static void collect(String prefix, Block block, Map<String, Parameter> names) {
    block
        .getDirectParameters()
        .forEach(entry -> names.put(prefix + torchName(entry.getKey()), entry.getValue()));
    boolean sequence = block instanceof ai.djl.nn.SequentialBlock;
    int index = 0;
    for (var child : block.getChildren()) {
      // DJL numbers its children from 01; PyTorch numbers those of a sequence from 0
      var name = sequence ? String.valueOf(index++) : child.getKey().substring(2);
      collect(prefix + name + ".", child.getValue(), names);
    }
  }

  private static String torchName(String name) {
    return switch (name) {
      case "gamma" -> "weight";
      case "beta" -> "bias";
      case "runningMean" -> "running_mean";
      case "runningVar" -> "running_var";
      default -> name;
    };
  }
}
