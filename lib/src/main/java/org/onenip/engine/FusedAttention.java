package org.onenip.engine;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import java.util.List;

/**
 * Attention by one kernel of the engine, {@code softmax(q kᵀ / √d + mask) v}, whose weights are
 * never written to memory.
 */
public final class FusedAttention {
  private static final EngineOperation FREE = operation("None", List.of("q", "k", "v"));
  private static final EngineOperation MASKED = operation("mask", List.of("q", "k", "v", "mask"));

  private FusedAttention() {}

  /** Null where the engine lacks the operation. */
  private static EngineOperation operation(String mask, List<String> operands) {
    try {
      return new EngineOperation(
          "torch.scaled_dot_product_attention(q, k, v, %s, 0., False)".formatted(mask), operands);
    } catch (EngineException e) {
      return null;
    }
  }

  /**
   * Whether it is there, and faster than its steps: a GPU has the weights of so few tokens sooner
   * than one kernel that never writes them.
   */
  public static boolean suits(Device device) {
    return FREE != null && MASKED != null && !device.isGpu();
  }

  /**
   * Attends.
   *
   * @param q {@code (B, h, L, d)}
   * @param k {@code (B, h, K, d)}
   * @param v {@code (B, h, K, d)}
   * @param mask {@code (L, K)}, added to the scores; null for none
   * @return {@code (B, h, L, d)}
   */
  public static NDArray apply(NDArray q, NDArray k, NDArray v, NDArray mask) {
    return mask == null ? FREE.apply(q, k, v) : MASKED.apply(q, k, v, mask);
  }
}
