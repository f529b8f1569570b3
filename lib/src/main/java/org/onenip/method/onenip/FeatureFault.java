package org.onenip.method.onenip;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.SplittableRandom;
import org.onenip.data.Images;
import org.onenip.data.PixelMask;
import org.onenip.engine.CellMean;
import org.onenip.engine.Tensors;
import org.onenip.synthesis.Perlin;

/**
 * A pseudo anomaly made of features, not of pixels, so that it costs no backbone: under a Perlin
 * mask every token moves by the same difference of two normal tokens, {@code F + α m (a − b)}, m
 * being the share of a token's cell that the mask covers.
 *
 * @param mask M, at the size of the image
 * @param towards where a is
 * @param from where b is
 * @param strength α
 */
public record FeatureFault(PixelMask mask, Place towards, Place from, double strength) {
  private static final double LEAST_STRENGTH = 0.1;

  /**
   * Where a token is.
   *
   * @param sample index among the training normals
   * @param across from the left, 0 to 1
   * @param down from the top, 0 to 1
   */
  record Place(int sample, double across, double down) {
    private static Place draw(int samples, SplittableRandom random) {
      return new Place(random.nextInt(samples), random.nextDouble(), random.nextDouble());
    }

    /** The token there of {@code features (1, C, H, W)}, as {@code (1, C, 1, 1)}. */
    private NDArray of(NDArray features) {
      long side = features.getShape().get(2);
      long row = (long) (down * side);
      long column = (long) (across * side);
      return features.get(":, :, {}:{}, {}:{}", row, row + 1, column, column + 1);
    }
  }

  /** The features {@code (B, C, H, W)} of training normals at one level. */
  @FunctionalInterface
  interface Level {
    NDArray get(NDManager manager, int[] samples);
  }

  /**
   * Draws one.
   *
   * @param samples number of training normals
   * @param size S of the image
   */
  static FeatureFault draw(int samples, int size, SplittableRandom random) {
    return new FeatureFault(
        new PixelMask(size, size, Perlin.region(size, size, random)),
        Place.draw(samples, random),
        Place.draw(samples, random),
        LEAST_STRENGTH + (1 - LEAST_STRENGTH) * random.nextDouble());
  }

  /**
   * Makes faults in normal images.
   *
   * @param manager will own the result
   * @param faults one for each image
   * @param samples the images, of the training's normals
   * @param level from which their features are taken
   * @return {@code (B, C, H, W)}, the level's sides
   */
  static NDArray apply(NDManager manager, List<FeatureFault> faults, int[] samples, Level level) {
    try (var scratch = manager.newSubManager()) {
      var normal = level.get(scratch, samples);
      int side = (int) normal.getShape().get(2);
      var strengths = new float[samples.length];
      var directions = new NDList();
      for (int i = 0; i < samples.length; i++) {
        var fault = faults.get(i);
        var a = fault.towards.of(level.get(scratch, new int[] {fault.towards.sample}));
        var b = fault.from.of(level.get(scratch, new int[] {fault.from.sample}));
        directions.add(a.sub(b));
        strengths[i] = (float) fault.strength;
      }
      var masks = Images.toMaskTensor(scratch, faults.stream().map(FeatureFault::mask).toList());
      var alpha = Tensors.create(scratch, strengths, new Shape(samples.length, 1, 1, 1));
      var shares = CellMean.apply(masks, side, side).mul(alpha); // (B, 1, H, W)
      var faulty = normal.add(shares.mul(NDArrays.concat(directions)));
      faulty.attach(manager);
      return faulty;
    }
  }
}
