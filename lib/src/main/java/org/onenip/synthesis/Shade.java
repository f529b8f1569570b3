package org.onenip.synthesis;

import java.util.SplittableRandom;

/**
 * A surface made darker or brighter, as a pit, a stain or a scratch is: by 12 (just visible) to 140
 * grey levels, log-uniform, and by no less than 1.5 standard deviations of its texture up to 40, by
 * up to 15 % more or less in each channel, with the surface's own texture kept, weakened or gone.
 * On dark surfaces it is brighter, on bright ones darker, between them either.
 *
 * @param mean colour of the surface there
 * @param texture share of the surface's texture that stays
 * @param change of each channel, grey levels
 */
record Shade(double[] mean, double texture, double[] change) {
  private static final double SUBTLE = 12;
  private static final double ROUGH = 40;
  private static final double STRONG = 140;
  private static final double TINT = 0.15;
  private static final double DARK = 70;
  private static final double BRIGHT = 185;

  /**
   * Draws one for what is covered.
   *
   * @param darker probability of a darker one on a surface of middle brightness
   */
  static Shade draw(
      DefectCanvas canvas, Coverage coverage, double darker, SplittableRandom random) {
    var mean = coverage.meanColor(canvas.normal, 0);
    double grey = (mean[0] + mean[1] + mean[2]) / 3;
    double least = Math.max(SUBTLE, Math.min(ROUGH, 1.5 * coverage.deviation(canvas.normal)));
    double levels = Chance.logUniform(random, least, STRONG);
    boolean dark = Chance.happens(random, darker) ? grey > DARK : grey > BRIGHT;
    double room = Math.max(SUBTLE, dark ? grey : 255 - grey);
    var change = new double[3];
    for (int c = 0; c < 3; c++) {
      double tinted = Math.min(levels, room) * Chance.uniform(random, 1 - TINT, 1 + TINT);
      change[c] = dark ? -tinted : tinted;
    }
    return new Shade(mean, random.nextDouble(), change);
  }

  /** Shades a pixel by a share; {@code strength} scales the change alone. */
  void draw(DefectCanvas canvas, int pixel, double share, double strength) {
    canvas.mix(
        pixel,
        share,
        color(canvas, pixel, 0, strength),
        color(canvas, pixel, 1, strength),
        color(canvas, pixel, 2, strength));
  }

  private double color(DefectCanvas canvas, int pixel, int channel, double strength) {
    int own = canvas.normal.rgb()[3 * pixel + channel] & 255;
    return mean[channel] + texture * (own - mean[channel]) + strength * change[channel];
  }
}
