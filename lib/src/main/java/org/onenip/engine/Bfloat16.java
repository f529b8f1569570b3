package org.onenip.engine;

import ai.djl.ndarray.NDArray;
import java.util.List;

/**
 * Computing in bfloat16 (8 bits of mantissa, the exponents of float32), of which DJL has no arrays:
 * whoever asks one for its type or its numbers ends the process, so they stay between the
 * operations here. Products are summed in float32 and rounded once; softmax is float32 inside.
 */
public final class Bfloat16 {
  // the engine's numbers of the types: 6 float32, 15 bfloat16
  private static final EngineOperation NARROW =
      new EngineOperation("torch.to(x, 15)", List.of("x"));
  private static final EngineOperation WIDEN = new EngineOperation("torch.to(x, 6)", List.of("x"));
  private static final String LINEAR =
      "torch.linear(torch.to(x, 15), torch.to(weight, 15), torch.to(bias, 15))";
  private static final List<String> LINEAR_OPERANDS = List.of("x", "weight", "bias");
  private static final EngineOperation NARROW_LINEAR = new EngineOperation(LINEAR, LINEAR_OPERANDS);
  private static final EngineOperation WIDE_LINEAR =
      new EngineOperation("torch.to(%s, 6)".formatted(LINEAR), LINEAR_OPERANDS);
  private static final EngineOperation HIDDEN =
      new EngineOperation("torch.relu(%s)".formatted(LINEAR), LINEAR_OPERANDS);
  private static final EngineOperation DROPPED_HIDDEN =
      new EngineOperation(
          "torch.relu(torch.mul(%s, kept))".formatted(LINEAR),
          List.of("x", "weight", "bias", "kept"));
  private static final String SCORES =
      "torch.matmul(torch.mul(q, torch.pow(torch.size(q, -1), -0.5)), torch.transpose(k, -2, -1))";
  private static final EngineOperation ATTENTION =
      attention(SCORES, List.of("q", "k", "v", "kept"));
  private static final EngineOperation MASKED_ATTENTION =
      attention(
          "torch.add(%s, torch.to(mask, 15))".formatted(SCORES),
          List.of("q", "k", "v", "kept", "mask"));

  private Bfloat16() {}

  private static EngineOperation attention(String scores, List<String> operands) {
    return new EngineOperation(
        "torch.matmul(torch.mul(torch.softmax(%s, -1), kept), v)".formatted(scores), operands);
  }

  /** A copy in bfloat16. */
  public static NDArray narrow(NDArray x) {
    return NARROW.apply(x);
  }

  /** A copy in float32. */
  public static NDArray widen(NDArray x) {
    return WIDEN.apply(x);
  }

  /** {@code x Wᵀ + b} in float32, of operands of either type. */
  public static NDArray linear(NDArray x, NDArray weight, NDArray bias) {
    return WIDE_LINEAR.apply(x, weight, bias);
  }

  /** The same, left in bfloat16. */
  public static NDArray narrowLinear(NDArray x, NDArray weight, NDArray bias) {
    return NARROW_LINEAR.apply(x, weight, bias);
  }

  /**
   * {@code relu(kept · (x Wᵀ + b))}, left in bfloat16.
   *
   * @param kept factors of dropout, in bfloat16; null for none
   */
  public static NDArray hidden(NDArray x, NDArray weight, NDArray bias, NDArray kept) {
    return kept == null
        ? HIDDEN.apply(x, weight, bias)
        : DROPPED_HIDDEN.apply(x, weight, bias, kept);
  }

  /**
   * {@code (kept · softmax(q kᵀ / √d + mask)) v}, left in bfloat16.
   *
   * @param q {@code (B, h, L, d)}, as k and v in bfloat16
   * @param kept factors of dropout {@code (B, h, L, K)}, in bfloat16
   * @param mask {@code (L, K)}; null for none
   * @return {@code (B, h, L, d)}
   */
  public static NDArray attend(NDArray q, NDArray k, NDArray v, NDArray kept, NDArray mask) {
    return mask == null
        ? ATTENTION.apply(q, k, v, kept)
        : MASKED_ATTENTION.apply(q, k, v, kept, mask);
  }
}
