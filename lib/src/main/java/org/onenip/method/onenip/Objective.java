package org.onenip.method.onenip;

import ai.djl.ndarray.NDArray;
import org.onenip.engine.Tensors;
import org.onenip.training.Losses;

/**
 * The training objective (Eq. 4, 5, 7 and 8; docs/method.md §5).
 *
 * @param factorTwo whether Dice has the textbook's factor 2 in its numerator; the published code
 *     leaves it out, so that its least value is near 0.5
 * @param paperSum whether the total is L_rec + L_res + λ L_ref as the paper writes it; the
 *     published code takes the mean over both streams instead of their sum
 * @param refinerWeight λ
 * @param streams whose squared errors count
 * @param diceOver over which pixels Dice is taken
 */
public record Objective(
    boolean factorTwo, boolean paperSum, double refinerWeight, Streams streams, DiceOver diceOver) {
  /** Both streams, and Dice by image, where nothing is said, as in the files of older runs. */
  public Objective {
    streams = streams == null ? Streams.BOTH : streams;
    diceOver = diceOver == null ? DiceOver.IMAGE : diceOver;
    if (!(refinerWeight >= 0 && Double.isFinite(refinerWeight))) {
      throw new IllegalArgumentException(
          "a training cannot have refinerWeight %s".formatted(refinerWeight));
    }
  }

  /** Of both streams, Dice image by image. */
  public Objective(boolean factorTwo, boolean paperSum, double refinerWeight) {
    this(factorTwo, paperSum, refinerWeight, Streams.BOTH, DiceOver.IMAGE);
  }

  /** As the published code computes it. */
  public static Objective published() {
    return new Objective(false, false, 0.5);
  }

  /**
   * The squared error of the streams (Eq. 4 and 5). The target of a pseudo anomaly is the
   * <em>normal</em> feature.
   *
   * @param reconstructed F̂ and F̂ₐ stacked, {@code (2B, C, H, W)}, or the only one of them that
   *     {@link #streams} names, {@code (B, C, H, W)}
   * @param normal F {@code (B, C, H, W)}
   * @return a scalar: (L_rec + L_res) / 2, or their sum with {@link #paperSum}; of a single stream
   *     its own error
   */
  public NDArray reconstruction(NDArray reconstructed, NDArray normal) {
    long batch = normal.getShape().get(0);
    return switch (streams) {
      case BOTH -> {
        var mean = Losses.squaredError(reconstructed, normal.concat(normal, 0));
        yield paperSum ? Tensors.scale(mean, 2) : mean;
      }
      case RECONSTRUCTION -> Losses.squaredError(reconstructed.get(":{}", batch), normal);
      case RESTORATION -> {
        long first = reconstructed.getShape().get(0) - batch;
        yield Losses.squaredError(reconstructed.get("{}:", first), normal);
      }
    };
  }

  /**
   * Dice (Eq. 7): 1 − (Σ p·g + 1) / (Σ p² + Σ g² + 1), as published over the pixels of each image,
   * or over those of the whole batch ({@link #diceOver}).
   *
   * @param logits {@code (B, 1, S, S)}, before the sigmoid
   * @param masks {@code (B, 1, S, S)}, 1 where anomalous
   * @return a scalar, the mean over the images
   */
  public NDArray dice(NDArray logits, NDArray masks) {
    int[] pixels = diceOver == DiceOver.IMAGE ? new int[] {1, 2, 3} : new int[] {0, 1, 2, 3};
    var p = logits.getNDArrayInternal().sigmoid();
    var overlap = Tensors.scale(p.mul(masks).sum(pixels), factorTwo ? 2 : 1);
    var total = p.square().sum(pixels).add(masks.square().sum(pixels));
    return Tensors.plus(Tensors.plus(overlap, 1).div(Tensors.plus(total, 1)).neg(), 1).mean();
  }

  /** The total (Eq. 8). */
  public NDArray total(NDArray reconstruction, NDArray dice) {
    return reconstruction.add(Tensors.scale(dice, refinerWeight));
  }
}
