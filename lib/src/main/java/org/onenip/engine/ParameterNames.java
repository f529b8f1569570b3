package org.onenip.engine;

import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * A block's parts by the names that PyTorch gives them, for example {@code
 * transformer.encoder.layers.0.norm1.weight}: those of published checkpoints and of our own files.
 */
public final class ParameterNames {
  private ParameterNames() {}

  /** All parameters, in the order of the forward pass. */
  public static Map<String, Parameter> of(Block block) {
    var names = new LinkedHashMap<String, Parameter>();
    visit(
        "",
        block,
        (name, part) ->
            part.getDirectParameters()
                .forEach(
                    entry -> names.put(join(name, torchName(entry.getKey())), entry.getValue())));
    return names;
  }

  /**
   * Calls {@code visitor} with the name of every block below and at {@code block}, itself first.
   */
  public static void visit(String name, Block block, BiConsumer<String, Block> visitor) {
    visitor.accept(name, block);
    boolean sequence = block instanceof ai.djl.nn.SequentialBlock;
    int index = 0;
    for (var child : block.getChildren()) {
      // DJL numbers its children from 01; PyTorch numbers those of a sequence from 0
      var own = sequence ? String.valueOf(index++) : child.getKey().substring(2);
      visit(join(name, own), child.getValue(), visitor);
    }
  }

  private static String join(String prefix, String name) {
    return prefix.isEmpty() ? name : prefix + "." + name;
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
