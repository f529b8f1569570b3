package org.onenip.backbone;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.onenip.backbone.EfficientNetSpec.BlockSpec;
import org.onenip.engine.Bfloat16;
import org.onenip.engine.Nonlinearity;
import org.onenip.engine.Precision;

/**
 * EfficientNet (Tan and Le, 2019) as a frozen feature extractor, cut after the last block that a
 * feature map needs: {@code (B, 3, S, S)} normalised images in, four maps at strides 2, 4, 8 and 16
 * out.
 */
public final class EfficientNet extends AbstractBlock {
  private final EfficientNetSpec spec;
  private final SameConvolution stem;
  private final List<MbConv> blocks = new ArrayList<>();

  /**
   * Builds the network and fills it.
   *
   * @param weights gives a tensor by its name in lukemelas' naming, for example {@code
   *     _blocks.0._bn1.running_var}
   */
  public EfficientNet(
      EfficientNetSpec spec, SamePadding padding, Function<String, NDArray> weights) {
    this.spec = spec;
    var layers = new Layers(padding, weights, spec.nominalSize());
    stem = addChildBlock("_conv_stem", layers.normalized("_conv_stem", "_bn0", 3, 2, 1));
    int index = 0;
    for (var block : spec.blocks()) {
      var name = "_blocks." + index++;
      blocks.add(addChildBlock(name, new MbConv(block, spec.lite(), layers, name)));
    }
  }

  @Override
  protected NDList forwardInternal(
      ParameterStore parameters, NDList in, boolean training, PairList<String, Object> params) {
    var images = in.singletonOrThrow();
    var maps = new NDList();
    try (var scratch = images.getManager().newSubManager()) {
      images.attach(scratch); // results belong to the first operand's manager
      boolean narrow = Precision.current() == Precision.BF16;
      var ordered = channelsLast(images);
      var x =
          stem.convolve(
              parameters, narrow ? Bfloat16.narrow(ordered) : ordered, activation(spec.lite()));
      boolean given = false; // a list would look for x by its numbers, which a NaN does not equal
      for (var block : blocks) {
        var next = block.apply(parameters, x);
        if (!given) {
          x.close();
        }
        x = next;
        given = block.spec.map() && !narrow;
        if (block.spec.map()) {
          maps.add(narrow ? Bfloat16.widen(x) : x);
        }
      }
      images.attach(scratch.getParentManager());
      maps.attach(scratch.getParentManager());
    }
    return maps;
  }

  /**
   * The same images, stored pixel by pixel: the engine keeps that order from layer to layer, and
   * its convolutions on a CPU are faster by a fifth in it.
   */
  private static NDArray channelsLast(NDArray images) {
    if (images.getDevice().isGpu()) {
      return images;
    }
    var s = images.getShape();
    return images
        .transpose(0, 2, 3, 1)
        .flatten() // copies
        .reshape(s.get(0), s.get(2), s.get(3), s.get(1))
        .transpose(0, 3, 1, 2);
  }

  private static Nonlinearity activation(boolean lite) {
    return lite ? Nonlinearity.RELU6 : Nonlinearity.SWISH;
  }

  @Override
  public Shape[] getOutputShapes(Shape[] in) {
    var s = in[0];
    var channels = spec.channels();
    var shapes = new Shape[channels.length];
    for (int i = 0; i < shapes.length; i++) {
      int stride = 2 << i;
      shapes[i] = new Shape(s.get(0), channels[i], s.get(2) / stride, s.get(3) / stride);
    }
    return shapes;
  }

  /** Makes filled convolutions, and keeps count of the nominal size as strides go by. */
  private static final class Layers {
    private static final float EPSILON = 1e-3f;

    private final SamePadding padding;
    private final Function<String, NDArray> weights;
    private int size;

    Layers(SamePadding padding, Function<String, NDArray> weights, int size) {
      this.padding = padding;
      this.weights = weights;
      this.size = size;
    }

    /** A convolution with the BatchNorm after it folded in. */
    SameConvolution normalized(String conv, String norm, int kernel, int stride, int groups) {
      var layer = new SameConvolution(kernel, stride, groups, padding, size);
      size = (size + stride - 1) / stride;
      var factor =
          weights
              .apply(norm + ".weight")
              .div(weights.apply(norm + ".running_var").add(EPSILON).sqrt());
      var folded = weights.apply(conv + ".weight").mul(factor.reshape(-1, 1, 1, 1));
      var offset =
          weights.apply(norm + ".bias").sub(weights.apply(norm + ".running_mean").mul(factor));
      layer.set(folded, offset);
      return layer;
    }

    /** A 1×1 convolution with its own bias (squeeze-excitation). */
    SameConvolution plain(String conv) {
      var layer = new SameConvolution(1, 1, 1, padding, size);
      layer.set(weights.apply(conv + ".weight"), weights.apply(conv + ".bias"));
      return layer;
    }
  }

  /** Inverted bottleneck: expand, depthwise, squeeze-excite, project, and a shortcut. */
  private static final class MbConv extends AbstractBlock {
    private final BlockSpec spec;
    private final boolean lite;
    private final SameConvolution expand;
    private final SameConvolution depthwise;
    private final SameConvolution squeeze;
    private final SameConvolution excite;
    private final SameConvolution project;

    MbConv(BlockSpec spec, boolean lite, Layers layers, String name) {
      this.spec = spec;
      this.lite = lite;
      int hidden = spec.in() * spec.expand();
      expand =
          spec.expand() == 1
              ? null
              : add(
                  "_expand_conv",
                  layers.normalized(name + "._expand_conv", name + "._bn0", 1, 1, 1));
      depthwise =
          add(
              "_depthwise_conv",
              layers.normalized(
                  name + "._depthwise_conv", name + "._bn1", spec.kernel(), spec.stride(), hidden));
      squeeze = lite ? null : add("_se_reduce", layers.plain(name + "._se_reduce"));
      excite = lite ? null : add("_se_expand", layers.plain(name + "._se_expand"));
      project =
          add("_project_conv", layers.normalized(name + "._project_conv", name + "._bn2", 1, 1, 1));
    }

    private SameConvolution add(String name, SameConvolution layer) {
      return addChildBlock(name, layer);
    }

    NDArray apply(ParameterStore parameters, NDArray in) {
      var manager = in.getManager();
      try (var scratch = manager.newSubManager()) {
        in.attach(scratch);
        var x = in;
        if (expand != null) {
          x = expand.convolve(parameters, x, activation(lite));
        }
        x = depthwise.convolve(parameters, x, activation(lite));
        if (squeeze != null) {
          var pooled = x.flatten(2, 3).mean(new int[] {2}, true).expandDims(3);
          var gate = squeeze.convolve(parameters, pooled, Nonlinearity.SWISH);
          x.muli(
              excite.convolve(parameters, gate, Nonlinearity.NONE).getNDArrayInternal().sigmoid());
        }
        x = project.convolve(parameters, x, Nonlinearity.NONE);
        if (spec.stride() == 1 && spec.in() == spec.out()) {
          x.addi(in);
        }
        in.attach(manager);
        x.attach(manager);
        return x;
      }
    }

    @Override
    protected NDList forwardInternal(
        ParameterStore parameters, NDList in, boolean training, PairList<String, Object> params) {
      return new NDList(apply(parameters, in.singletonOrThrow()));
    }

    @Override
    public Shape[] getOutputShapes(Shape[] in) {
      return project.getOutputShapes(depthwise.getOutputShapes(in));
    }
  }
}
