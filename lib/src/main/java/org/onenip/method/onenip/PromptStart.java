package org.onenip.method.onenip;

import ai.djl.ndarray.NDArray;
import java.util.Random;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.QRDecomposition;
import org.onenip.engine.ParameterNames;
import org.onenip.engine.Tensors;
import org.onenip.model.Reconstructor;

/**
 * A beginning for short schedules: the network returns the prompt. The input projection is
 * orthogonal, the output projection its transpose, and every residual branch (attention, MLP) ends
 * in zeros, so that each layer passes on what it got. Queries and keys begin alike, so that
 * attention looks for tokens like its own instead of at all of them. Training then learns how the
 * target differs from its prompt, and need not first learn to copy or to attend.
 */
public final class PromptStart {
  /**
   * Factor on queries and keys: a token gives its like some three hundred times the usual weight.
   */
  private static final float SHARPNESS = 1.7f;

  private PromptStart() {}

  static void apply(Reconstructor network, long seed) {
    var parameters = ParameterNames.of(network);
    parameters.forEach(
        (name, parameter) -> {
          if (endsResidualBranch(name)) {
            fill(parameter.getArray(), new float[(int) parameter.getArray().size()]);
          } else if (name.endsWith("in_proj_weight")) {
            seekAlike(parameter.getArray());
          }
        });
    int width = network.config().width();
    int channels = network.config().channels();
    var projection = orthogonal(width, channels, new Random(seed));
    var in = new float[width * channels];
    var out = new float[width * channels];
    for (int e = 0; e < width; e++) {
      for (int c = 0; c < channels; c++) {
        in[e * channels + c] = (float) projection[e][c];
        out[c * width + e] = (float) projection[e][c];
      }
    }
    fill(parameters.get("input_proj.weight").getArray(), in); // (E, C)
    fill(parameters.get("output_proj.weight").getArray(), out); // (C, E)
  }

  /** Queries and keys begin with the same projection. */
  private static void seekAlike(NDArray joint) {
    var values = joint.toFloatArray(); // (3 E, E): queries, keys, values
    int third = values.length / 3;
    for (int i = 0; i < third; i++) {
      values[i] *= SHARPNESS;
      values[third + i] = values[i];
    }
    fill(joint, values);
  }

  private static boolean endsResidualBranch(String name) {
    return name.endsWith("out_proj.weight")
        || name.endsWith("linear2.weight")
        || name.endsWith("lin2.weight");
  }

  /** A matrix whose rows, or columns where they are fewer, have length 1 and are orthogonal. */
  private static double[][] orthogonal(int rows, int columns, Random random) {
    int more = Math.max(rows, columns);
    int fewer = Math.min(rows, columns);
    var normal = MatrixUtils.createRealMatrix(more, fewer);
    for (int i = 0; i < more; i++) {
      for (int j = 0; j < fewer; j++) {
        normal.setEntry(i, j, random.nextGaussian());
      }
    }
    var q = new QRDecomposition(normal).getQ().getSubMatrix(0, more - 1, 0, fewer - 1);
    return (rows >= columns ? q : q.transpose()).getData();
  }

  private static void fill(NDArray array, float[] values) {
    try (var scratch = array.getManager().newSubManager()) {
      Tensors.overwrite(array, scratch.create(values, array.getShape()));
    }
  }
}
