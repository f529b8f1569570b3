package org.onenip.backbone;

import ai.djl.ndarray.types.Shape;
import java.util.LinkedHashMap;
import java.util.Map;

/** The shapes of an EfficientNet's tensors, up to the last map, by their names. */
final class EfficientNetShapes {
  private final Map<String, Shape> shapes = new LinkedHashMap<>();

  private EfficientNetShapes() {}

  /**
   * All tensors of a network in lukemelas' naming, in the order of its layers; Lite networks have
   * none of those with {@code _se_} in their names.
   */
  static Map<String, Shape> of(EfficientNetSpec spec) {
    var all = new EfficientNetShapes();
    all.convolution("_conv_stem", spec.stem(), 3, 3);
    all.norm("_bn0", spec.stem());
    int index = 0;
    for (var block : spec.blocks()) {
      var name = "_blocks." + index++ + ".";
      int hidden = block.in() * block.expand();
      if (block.expand() > 1) {
        all.convolution(name + "_expand_conv", hidden, block.in(), 1);
        all.norm(name + "_bn0", hidden);
      }
      all.convolution(name + "_depthwise_conv", hidden, 1, block.kernel());
      all.norm(name + "_bn1", hidden);
      int squeezed = Math.max(1, block.in() / 4);
      all.convolution(name + "_se_reduce", squeezed, hidden, 1);
      all.vector(name + "_se_reduce.bias", squeezed);
      all.convolution(name + "_se_expand", hidden, squeezed, 1);
      all.vector(name + "_se_expand.bias", hidden);
      all.convolution(name + "_project_conv", block.out(), hidden, 1);
      all.norm(name + "_bn2", block.out());
    }
    return all.shapes;
  }

  private void convolution(String name, int out, int in, int kernel) {
    shapes.put(name + ".weight", new Shape(out, in, kernel, kernel));
  }

  private void norm(String name, int channels) {
    vector(name + ".weight", channels);
    vector(name + ".bias", channels);
    vector(name + ".running_mean", channels);
    vector(name + ".running_var", channels);
  }

  private void vector(String name, int length) {
    shapes.put(name, new Shape(length));
  }
}
