package org.onenip.detect;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.FloatBuffer;
import java.util.Arrays;
import org.onenip.engine.Constants;

/**
 * Per-channel standardisation of backbone features: (F − mean) / deviation, both over all positions
 * of all training normals. Features of some backbones differ in scale by channel, and a squared
 * error then learns the largest channels only. Off ({@link #none}) for published checkpoints.
 *
 * @param mean one value a channel
 * @param deviation one positive value a channel
 */
public record FeatureScale(float[] mean, float[] deviation) {
  private static final float LEAST_DEVIATION = 1e-6f;
  private static final int AT_ONCE = 16;
  private static final int[] OTHERS = {0, 2, 3};

  /** Checks that both have the same length. */
  public FeatureScale {
    if (mean.length != deviation.length) {
      throw new IllegalArgumentException(
          "%d means but %d deviations".formatted(mean.length, deviation.length));
    }
  }

  /** Changes nothing. */
  public static FeatureScale none(int channels) {
    var ones = new float[channels];
    Arrays.fill(ones, 1);
    return new FeatureScale(new float[channels], ones);
  }

  /** Whether it is {@link #none}. */
  public boolean changesNothing() {
    var none = none(mean.length);
    return Arrays.equals(mean, none.mean) && Arrays.equals(deviation, none.deviation);
  }

  /**
   * Measures features.
   *
   * @param features {@code (M, C, H, W)}
   */
  public static FeatureScale of(NDArray features) {
    var byChannel = features.swapAxes(0, 1).flatten(1, 3); // (C, M·H·W)
    var mean = byChannel.mean(new int[] {1}, true);
    var deviation = byChannel.sub(mean).square().mean(new int[] {1}).sqrt();
    return new FeatureScale(mean.toFloatArray(), deviation.maximum(LEAST_DEVIATION).toFloatArray());
  }

  /**
   * Measures many features, which may be of half precision, some images at a time.
   *
   * @param features {@code (M, C, H, W)}
   */
  public static FeatureScale ofMany(NDArray features) {
    long images = features.getShape().get(0);
    int channels = (int) features.getShape().get(1);
    double[] sums = new double[channels];
    double[] squares = new double[channels];
    for (long from = 0; from < images; from += AT_ONCE) {
      try (var scratch = features.getManager().newSubManager()) {
        var some = features.get("{}:{}", from, Math.min(from + AT_ONCE, images));
        some.attach(scratch);
        var whole = some.toType(DataType.FLOAT32, false);
        add(sums, whole.sum(OTHERS));
        add(squares, whole.square().sum(OTHERS));
      }
    }
    double count = features.size() / (double) channels;
    var mean = new float[channels];
    var deviation = new float[channels];
    for (int c = 0; c < channels; c++) {
      double m = sums[c] / count;
      mean[c] = (float) m;
      deviation[c] =
          (float) Math.max(LEAST_DEVIATION, Math.sqrt(Math.max(0, squares[c] / count - m * m)));
    }
    return new FeatureScale(mean, deviation);
  }

  private static void add(double[] to, NDArray values) {
    float[] numbers = values.toFloatArray();
    for (int i = 0; i < to.length; i++) {
      to[i] += numbers[i];
    }
  }

  /**
   * Standardises features.
   *
   * @param features {@code (B, C, H, W)}
   * @return the same shape
   */
  public NDArray apply(NDArray features) {
    var manager = features.getManager();
    var shape = new Shape(1, mean.length, 1, 1);
    return features
        .sub(Constants.get(manager, FloatBuffer.wrap(mean), () -> mean, shape))
        .div(Constants.get(manager, FloatBuffer.wrap(deviation), () -> deviation, shape));
  }
}
