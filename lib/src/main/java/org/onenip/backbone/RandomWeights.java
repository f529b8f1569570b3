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
    EfficientNetShapes.of(spec)
        .forEach((name, shape) -> tensors.put(name, tensor(values(name, shape, random), shape)));
    return tensors;
  }

  /** A convolution is drawn; a norm changes nothing, and a bias adds nothing. */
  private static float[] values(String name, Shape shape, Random random) {
    var values = new float[(int) shape.size()];
    if (shape.dimension() == 1) {
      boolean factor = name.endsWith(".weight") || name.endsWith(".running_var");
      Arrays.fill(values, factor ? 1 : 0);
      return values;
    }
    double deviation = Math.sqrt(2.0 / (shape.size() / shape.get(0)));
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (deviation * random.nextGaussian());
    }
    return values;
  }

  private static TensorData tensor(float[] values, Shape shape) {
    var bytes = ByteBuffer.allocateDirect(values.length * Float.BYTES);
    bytes.order(ByteOrder.nativeOrder()).asFloatBuffer().put(values);
    return new TensorData(DataType.FLOAT32, shape, bytes);
  }
}
