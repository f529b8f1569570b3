package org.onenip.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.training.initializer.Initializer;
import ai.djl.util.PairList;
import java.util.List;

/**
 * A transposed convolution 2×2 of stride 2, which DJL lacks and the engine has; its weight {@code
 * (C, C', 2, 2)} has no place in DJL's own convolutions.
 */
public final class UpConvolution extends ShapedBlock {
  private static final EngineOperation CONVOLUTION =
      new EngineOperation(
          "torch.conv_transpose2d(x, weight, bias, [2, 2])", List.of("x", "weight", "bias"));

  private final int outChannels;
  private final Parameter weight;
  private final Parameter bias;

  /** From and to so many channels. */
  public UpConvolution(int channels, int outChannels) {
    this.outChannels = outChannels;
    weight =
        parameter(
            "weight", Parameter.Type.WEIGHT, Initializers.XAVIER, channels, outChannels, 2, 2);
    bias = parameter("bias", Parameter.Type.BIAS, Initializer.ZEROS, outChannels);
  }

  NDArray up(Pass pass, NDArray x) {
    return CONVOLUTION.apply(x, pass.value(weight, x), pass.value(bias, x));
  }

  @Override
  protected NDList forwardInternal(
      ParameterStore parameters, NDList in, boolean training, PairList<String, Object> params) {
    return new NDList(up(new Pass(parameters, training), in.head()));
  }

  @Override
  public Shape[] getOutputShapes(Shape[] in) {
    var s = in[0];
    return new Shape[] {new Shape(s.get(0), outChannels, s.get(2) * 2, s.get(3) * 2)};
  }
}
