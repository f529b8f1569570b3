package org.onenip.notebook;

import ai.djl.ndarray.NDArray;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;

/**
 * Features as colours: the three directions in which tokens differ most (their first principal
 * components) become red, green and blue. Similar tokens get similar colours, in all pictures that
 * one instance draws.
 *
 * <p>Letters: B images, C channels, H × W positions.
 *
 * @param mean the mean token, C values
 * @param directions C values for each of red, green and blue
 * @param deviations of the tokens along each direction
 * @param explained share of the tokens' variance that the three directions hold, in 0…1
 */
public record FeatureColors(
    double[] mean, double[][] directions, double[] deviations, double explained) {
  private static final int COLORS = 3;

  /** Deviations from the mean that are distinguished, on each side. */
  private static final double RANGE = 2;

  /**
   * Finds the directions.
   *
   * @param features {@code (B, C, H, W)}, C at least 3
   */
  public static FeatureColors of(NDArray features) {
    int channels = (int) features.getShape().get(1);
    try (var scratch = features.getManager().newSubManager()) {
      var byChannel = features.swapAxes(0, 1).flatten(1, 3); // (B, C, H, W) -> (C, B·H·W)
      byChannel.attach(scratch);
      long tokens = byChannel.getShape().get(1);
      var mean = byChannel.mean(new int[] {1}, true);
      var centered = byChannel.sub(mean);
      var covariance = doubles(centered.matMul(centered.transpose()).div(tokens));
      var matrix = new Array2DRowRealMatrix(channels, channels);
      for (int i = 0; i < channels; i++) {
        for (int j = 0; j < channels; j++) { // exactly symmetric, as the decomposition asks for
          matrix.setEntry(i, j, (covariance[i * channels + j] + covariance[j * channels + i]) / 2);
        }
      }
      var eigen = new EigenDecomposition(matrix); // largest first
      var directions = new double[COLORS][];
      var deviations = new double[COLORS];
      for (int color = 0; color < COLORS; color++) {
        directions[color] = withFixedSign(eigen.getEigenvector(color).toArray());
        deviations[color] = Math.sqrt(Math.max(eigen.getRealEigenvalue(color), 0));
      }
      double held = Arrays.stream(deviations).map(d -> d * d).sum();
      return new FeatureColors(doubles(mean), directions, deviations, held / matrix.getTrace());
    }
  }

  /** An eigenvector's sign is arbitrary; here its largest element is positive. */
  private static double[] withFixedSign(double[] vector) {
    double largest = 0;
    for (double value : vector) {
      largest = Math.abs(value) > Math.abs(largest) ? value : largest;
    }
    double sign = Math.signum(largest);
    return Arrays.stream(vector).map(value -> sign * value).toArray();
  }

  private static double[] doubles(NDArray values) {
    return Plot.doubles(values.toFloatArray());
  }

  /**
   * A picture of one pixel a position; grey where a token is the mean.
   *
   * @param features {@code (1, C, H, W)}
   */
  public BufferedImage picture(NDArray features) {
    int width = (int) features.getShape().get(3);
    var values = features.toFloatArray();
    int positions = values.length / mean.length;
    var picture = new BufferedImage(width, positions / width, BufferedImage.TYPE_INT_RGB);
    for (int position = 0; position < positions; position++) {
      int rgb = 0;
      for (int color = 0; color < COLORS; color++) {
        double along = 0;
        for (int channel = 0; channel < mean.length; channel++) {
          double value = values[channel * positions + position] - mean[channel];
          along += value * directions[color][channel];
        }
        double share = 0.5 + along / (2 * RANGE * Math.max(deviations[color], Double.MIN_NORMAL));
        rgb = rgb << 8 | (int) Math.round(255 * Math.max(0, Math.min(1, share)));
      }
      picture.setRGB(position % width, position / width, rgb);
    }
    return picture;
  }
}
