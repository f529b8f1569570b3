package org.onenip.backbone;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.onenip.engine.NarrowConvolution;
import org.onenip.engine.Nonlinearity;
import org.onenip.engine.Precision;

/**
 * A frozen convolution with "SAME" padding, into which the BatchNorm that follows it is folded: W′
 * = W · γ/√(σ² + ε), b′ = β − μ · γ/√(σ² + ε).
 */
final class SameConvolution extends AbstractBlock {
  private final int kernel;
  private final int stride;
  private final int groups;
  private final SamePadding padding;
  private final int nominalInput;
  private final Parameter weight;
  private final Parameter bias;
  private final Map<Site, NarrowConvolution> narrow = new ConcurrentHashMap<>();

  /** What the order of a prepared layer's weights depends on. */
  private record Site(Device device, Shape input) {}

  /**
   * Describes the layer; {@link #set} fills it.
   *
   * @param nominalInput side of its input when the network's input has its nominal size
   */
  SameConvolution(int kernel, int stride, int groups, SamePadding padding, int nominalInput) {
    this.kernel = kernel;
    this.stride = stride;
    this.groups = groups;
    this.padding = padding;
    this.nominalInput = nominalInput;
    weight = addParameter(frozen("weight", Parameter.Type.WEIGHT));
    bias = addParameter(frozen("bias", Parameter.Type.BIAS));
  }

  private static Parameter frozen(String name, Parameter.Type type) {
    return Parameter.builder().setName(name).setType(type).optRequiresGrad(false).build();
  }

  /** Takes over folded weights {@code (O, I/groups, k, k)} and {@code (O)}. */
  void set(NDArray folded, NDArray offset) {
    weight.setArray(folded);
    bias.setArray(offset);
  }

  /** Convolves and activates, in the current {@link Precision}; in bfloat16 x is so already. */
  NDArray convolve(ParameterStore parameters, NDArray x, Nonlinearity activation) {
    if (Precision.current() == Precision.BF16) {
      return narrow(parameters, x, activation).apply(x);
    }
    return activation.apply(convolve(parameters, x));
  }

  private NarrowConvolution narrow(ParameterStore parameters, NDArray x, Nonlinearity activation) {
    return narrow.computeIfAbsent(
        new Site(x.getDevice(), x.getShape()),
        site -> {
          var device = site.device();
          int down = total((int) x.getShape().get(2));
          int across = total((int) x.getShape().get(3));
          var padding = new Shape((down + 1) / 2, (across + 1) / 2);
          var manager = weight.getArray().getManager();
          try (var scratch = manager.newSubManager()) {
            var kernels = parameters.getValue(weight, device, false);
            var offset = parameters.getValue(bias, device, false);
            if (down % 2 > 0 || across % 2 > 0) { // as below
              kernels = kernels.pad(new Shape(across % 2, 0, down % 2, 0), 0);
              kernels.attach(scratch);
            }
            var layout =
                new NarrowConvolution.Layout(stride, padding, groups, activation, x.getShape());
            return new NarrowConvolution(manager, kernels, offset, layout);
          }
        });
  }

  NDArray convolve(ParameterStore parameters, NDArray x) {
    int height = (int) x.getShape().get(2);
    int width = (int) x.getShape().get(3);
    int down = total(height);
    int across = total(width);
    int top = down / 2;
    int left = across / 2;
    // The engine pads both sides alike, and here one more zero may be due below or to the right.
    int below = down - 2 * top;
    int right = across - 2 * left;
    var device = x.getDevice();
    var kernels = parameters.getValue(weight, device, false);
    if (below > 0 || right > 0) {
      if (device.isGpu()) { // which has no fast kernels of even size
        x = x.pad(new Shape(left, left + right, top, top + below), 0);
        return convolve(parameters, x, kernels, new Shape(0, 0));
      }
      // the engine pads one more on either side, and the kernel begins with a zero for it
      kernels = kernels.pad(new Shape(right, 0, below, 0), 0);
      kernels.attach(x.getManager());
    }
    return convolve(parameters, x, kernels, new Shape(top + below, left + right));
  }

  private NDArray convolve(ParameterStore parameters, NDArray x, NDArray kernels, Shape pad) {
    return x.getNDArrayInternal()
        .convolution(
            x,
            kernels,
            parameters.getValue(bias, x.getDevice(), false),
            new Shape(stride, stride),
            pad,
            new Shape(1, 1),
            groups)
        .singletonOrThrow();
  }

  private int total(int size) {
    return SamePadding.total(padding == SamePadding.STATIC ? nominalInput : size, kernel, stride);
  }

  @Override
  protected NDList forwardInternal(
      ParameterStore parameters, NDList in, boolean training, PairList<String, Object> params) {
    return new NDList(convolve(parameters, in.singletonOrThrow()));
  }

  @Override
  public Shape[] getOutputShapes(Shape[] in) {
    var s = in[0];
    return new Shape[] {
      new Shape(
          s.get(0),
          weight.getShape().get(0),
          (s.get(2) + stride - 1) / stride,
          (s.get(3) + stride - 1) / stride)
    };
  }
}
