package org.onenip.synthesis;

import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.onenip.data.RgbImage;

/**
 * Where pieces come from and go to: at least a tenth of the side apart, anywhere in the image.
 *
 * <p>Where an object stands on a plain ground, the piece's centre comes to lie on the object and is
 * of the object, so that it may stick out. A quarter of the pieces are of the ground: something is
 * missing there.
 *
 * @param here the object that is drawn on
 * @param there that of the source
 * @param width pixels a row
 * @param apart pixels between a piece's source and its place
 */
record Places(Foreground here, Foreground there, int width, double apart) {
  private static final double MISSING = 0.25;
  private static final double APART = 0.1;
  private static final int PLACES = 8;
  private static final int TRIES = 4;

  /** Looks for the objects; in a source of any kind only where there is one in the image. */
  static Places of(RgbImage normal, RgbImage source, boolean foreground) {
    var here = foreground ? Foreground.of(normal) : Foreground.everywhere(normal);
    var there = here.found() && source != normal ? Foreground.of(source) : here;
    double apart = APART * Math.min(normal.width(), normal.height());
    return new Places(here, there, normal.width(), apart);
  }

  /** Cuts a piece whose area, a share of the image's, is log-uniform. */
  Piece piece(RgbImage source, double smallest, double largest, SplittableRandom random) {
    double area = width * source.height() * Chance.logUniform(random, smallest, largest);
    boolean missing = here.found() && Chance.happens(random, MISSING);
    int to = here.place(random);
    int from = to;
    for (int i = 0; i < PLACES && near(from, to); i++) {
      from = missing ? there.placeOnGround(random) : there.place(random);
    }
    return new Piece(source, area, from, to, random);
  }

  private boolean near(int a, int b) {
    return Math.hypot(a % width - b % width, a / width - b / width) < apart;
  }

  /** Draws up to {@value #TRIES} times until something is to be seen. */
  PseudoAnomaly untilSeen(Supplier<PseudoAnomaly> draw) {
    var drawn = draw.get();
    for (int i = 1; i < TRIES && !drawn.seen(); i++) {
      drawn = draw.get();
    }
    return drawn;
  }
}
