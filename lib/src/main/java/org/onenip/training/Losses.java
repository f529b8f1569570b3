package org.onenip.training;

import ai.djl.ndarray.NDArray;
import java.util.Map;

/**
 * What one batch comes to.
 *
 * @param total which is minimised, a scalar on the graph of its step
 * @param parts what it is made of and what is measured beside it, scalars by name, in the order in
 *     which they are logged
 */
public record Losses(NDArray total, Map<String, NDArray> parts) {
  /** The squared error of a reconstruction, as logs call it. */
  public static final String MSE = "mse";

  /** Of a method that only reconstructs. */
  public static Losses reconstruction(NDArray error) {
    return new Losses(error, Map.of(MSE, error));
  }

  /**
   * The squared error of a reconstruction (Eq. 4).
   *
   * @param reconstructed F̂ {@code (B, C, H, W)}
   * @param normal F {@code (B, C, H, W)}
   * @return a scalar: L_rec
   */
  public static NDArray squaredError(NDArray reconstructed, NDArray normal) {
    return reconstructed.sub(normal).square().mean();
  }
}
