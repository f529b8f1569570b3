package org.onenip.backbone;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.onenip.weights.TensorData;

/** Weights of an EfficientNet, drawn so that activations keep their size from layer to layer. */
final class RandomWeights {
  private static final long SEED = 133;

  private RandomWeights() {}

  /** All tensors of a network, in lukemelas' naming. */
  static Map<String, TensorData> of(EfficientNetSpec spec) {
    var random = new Random(SEED);
    var tensors = new LinkedHashMap<String, TensorData>();
    convolution(tensors, random, "_conv_stem", new Shape(spec.stem(), 3, 3, 3));
    norm(tensors, "_bn0", spec.stem());
    int index = 0;
    for (var block : spec.blocks()) {
      var name = "_blocks." + index++ + ".";
      int hidden = block.in() * block.expand();
      if (block.expand() > 1) {
        convolution(tensors, random, name + "_expand_conv", new Shape(hidden, block.in(), 1, 1));
        norm(tensors, name + "_bn0", hidden);
      }
      int k = block.kernel();
      convolution(tensors, random, name + "_depthwise_conv", new Shape(hidden, 1, k, k));
      norm(tensors, name + "_bn1", hidden);
      int squeezed = Math.max(1, block.in() / 4);
      convolution(tensors, random, name + "_se_reduce", new Shape(squeezed, hidden, 1, 1));
      constant(tensors, name + "_se_reduce.bias", squeezed, 0);
      convolution(tensors, random, name + "_se_expand", new Shape(hidden, squeezed, 1, 1));
      constant(tensors, name + "_se_expand.bias", hidden, 0);
      convolution(tensors, random, name + "_project_conv", new Shape(block.out(), hidden, 1, 1));
      norm(tensors, name + "_bn2", block.out());
    }
    return tensors;
  }

  private static void convolution(
      Map<String, TensorData> tensors, Random random, String name, Shape shape) {
    double deviation = Math.sqrt(2.0 / (shape.size() / shape.get(0)));
    var values = new float[(int) shape.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (deviation * random.nextGaussian());
    }
    tensors.put(name + ".weight", tensor(values, shape));
  }

  private static void norm(Map<String, TensorData> tensors, String name, int channels) {
    constant(tensors, name + ".weight", channels, 1);
    constant(tensors, name + ".bias", channels, 0);
    constant(tensors, name + ".running_mean", channels, 0);
    constant(tensors, name + ".running_var", channels, 1);
  }

  private static void constant(
      Map<String, TensorData> tensors, String name, int channels, float value) {
    var values = new float[channels];
    Arrays.fill(values, value);
    tensors.put(name, tensor(values, new Shape(channels)));
  }

  private static TensorData tensor(float[] values, Shape shape) {
    var bytes = ByteBuffer.allocateDirect(values.length * Float.BYTES);
    bytes.order(ByteOrder.nativeOrder()).asFloatBuffer().put(values);
    return new TensorData(DataType.FLOAT32, shape, bytes);
  }
}
