package org.onenip.backbone;

import ai.djl.ndarray.types.Shape;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.onenip.support.Excerpt;
import org.onenip.support.UserError;
import org.onenip.weights.NamePrefix;
import org.onenip.weights.TensorData;

/**
 * Finds a tensor of lukemelas' naming in a file that uses it, or timm's; in a whole checkpoint of
 * the published training the names begin with {@code backbone.}.
 */
final class EfficientNetNaming {
  private static final String WHOLE = "backbone.";

  private static final List<String> STARTS = List.of(WHOLE, "_conv_stem.", "conv_stem.");

  private final Map<String, Shape> shapes;
  private final Map<String, TensorData> tensors;
  private final Map<String, String> timm = new HashMap<>();
  private final String prefix;
  private final String origin;

  EfficientNetNaming(EfficientNetSpec spec, Map<String, TensorData> file, String origin) {
    this.origin = origin;
    tensors = NamePrefix.without(file, STARTS);
    shapes = EfficientNetShapes.of(spec);
    prefix = tensors.keySet().stream().anyMatch(name -> name.startsWith(WHOLE)) ? WHOLE : "";
    if (tensors.containsKey(prefix + "conv_stem.weight")) {
      timm.put("_conv_stem", "conv_stem");
      timm.put("_bn0", "bn1");
      int index = 0;
      for (var block : spec.blocks()) {
        var ours = "_blocks." + index++ + ".";
        var theirs = "blocks.%d.%d.".formatted(block.stage(), block.index());
        boolean separable = block.expand() == 1; // timm calls its two convolutions otherwise
        timm.put(ours + "_expand_conv", theirs + "conv_pw");
        timm.put(ours + "_bn0", theirs + "bn1");
        timm.put(ours + "_depthwise_conv", theirs + "conv_dw");
        timm.put(ours + "_bn1", theirs + (separable ? "bn1" : "bn2"));
        timm.put(ours + "_se_reduce", theirs + "se.conv_reduce");
        timm.put(ours + "_se_expand", theirs + "se.conv_expand");
        timm.put(ours + "_project_conv", theirs + (separable ? "conv_pw" : "conv_pwl"));
        timm.put(ours + "_bn2", theirs + (separable ? "bn2" : "bn3"));
      }
    }
  }

  /**
   * A tensor of the network's.
   *
   * @param name in lukemelas' naming
   * @throws UserError if the file does not hold it, in another shape, or with numbers that are none
   */
  TensorData tensor(String name) {
    int dot = name.lastIndexOf('.');
    var layer = name.substring(0, dot);
    var key = prefix + timm.getOrDefault(layer, layer) + name.substring(dot);
    var tensor = tensors.get(key);
    if (tensor == null) {
      throw new UserError(
          "%s holds no tensor %s, but %s: it is of another network; name the right --backbone."
              .formatted(origin, key, NamePrefix.found(tensors)));
    }
    if (!tensor.shape().equals(shapes.get(name))) {
      throw new UserError(
          "%s holds %s as %s where %s is needed: it is of another network; name the right --backbone."
              .formatted(origin, key, Excerpt.of(tensor.shape()), shapes.get(name)));
    }
    tensor.checkFinite(key, origin);
    if (name.endsWith(".running_var") && !tensor.isNeverNegative()) {
      throw new UserError(
          "%s holds a variance below zero in %s: it is damaged; get or make the weights again."
              .formatted(origin, key));
    }
    return tensor;
  }
}
