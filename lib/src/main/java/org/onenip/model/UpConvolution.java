package org.onenip.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.training.initializer.Initializer;
import ai.djl.util.PairList;

/**
 * A transposed convolution 2×2 of stride 2, which the engine lacks: no two outputs share an input
 * pixel, so it is a linear map C → 4·C′ on every pixel followed by depth to space.
 */
final class UpConvolution extends ShapedBlock {
  private final int channels;
  private final int outChannels;
  private final Parameter weight;
  private final Parameter bias;

  UpConvolution(int channels, int outChannels) {
    this.channels = channels;
    this.outChannels = outChannels;
    weight =
        parameter(
            "weight", Parameter.Type.WEIGHT, Initializers.XAVIER, channels, outChannels, 2, 2);
    bias = parameter("bias", Parameter.Type.BIAS, Initializer.ZEROS, outChannels);
  }

  NDArray up(Pass pass, NDArray x) {
    long batch = x.getShape().get(0);
    long height = x.getShape().get(2);
    long width = x.getShape().get(3);
    var kernel = pass.value(weight, x).reshape(channels, outChannels * 4L); // (C, C'·2·2)
    var offset = pass.value(bias, x).reshape(1, outChannels, 1, 1);
    kernel.attach(x.getManager());
    offset.attach(x.getManager());
    return x.transpose(0, 2, 3, 1) // (B, H, W, C)
        .matMul(kernel)
        .reshape(batch, height, width, outChannels, 2, 2)
        .transpose(0, 3, 1, 4, 2, 5) // (B, C', H, 2, W, 2)
        .reshape(batch, outChannels, height * 2, width * 2)
        .add(offset);
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
