package org.onenip.synthesis;

/**
 * How often {@link VariedMixture} draws each kind: weights, of which only the ratios count; 0 for
 * never.
 *
 * @param cutPaste of {@link CutPaste}
 * @param draem of {@link Draem}
 * @param spots of {@link Spots}
 * @param cracks of {@link Cracks}
 * @param misplaced of {@link Misplaced}
 * @param blended of {@link Blended}
 * @param foreground whether defects lie on the object, where one stands on a plain ground
 */
public record SynthesisShares(
    double cutPaste,
    double draem,
    double spots,
    double cracks,
    double misplaced,
    double blended,
    boolean foreground) {

  /** Checks the weights, for they may come from a file. */
  public SynthesisShares {
    for (double share : new double[] {cutPaste, draem, spots, cracks, misplaced, blended}) {
      if (!(share >= 0) || Double.isInfinite(share)) {
        throw new IllegalArgumentException("a share cannot be %s".formatted(share));
      }
    }
    if (cutPaste + draem + spots + cracks + misplaced + blended <= 0) {
      throw new IllegalArgumentException(
          "the shares of all kinds of pseudo anomalies are 0; give one of them more");
    }
  }

  /** Of all kinds the same, on objects where there are any. */
  public SynthesisShares() {
    this(1, 1, 1, 1, 1, 1, true);
  }
}
