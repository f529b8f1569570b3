package org.onenip.synthesis;

import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.onenip.data.RgbImage;

/**
 * What belongs to the class, in the wrong place: a piece ({@link Piece}) of another normal image of
 * the class, or of the image itself where none is handed over, pasted as it is: 0.3 to 15 % of the
 * area, log-uniform. Its source and its place are apart ({@link Places}). Mask: where the colour of
 * some pixels together changed by more than {@value #VISIBLE} grey levels; on a periodic or even
 * texture that may be nowhere, and then the image stays as it is.
 *
 * @param foreground whether to look for an object on a plain ground, and to place pieces on it
 */
public record Misplaced(boolean foreground) implements Synthesis {
  static final double SMALLEST = 0.003;
  static final double LARGEST = 0.15;
  static final int VISIBLE = 10;
  private static final double SEEN = 0.15;

  @Override
  public PseudoAnomaly apply(RgbImage normal, SplittableRandom random) {
    return apply(normal, () -> normal, random);
  }

  @Override
  public PseudoAnomaly apply(RgbImage normal, Supplier<RgbImage> peer, SplittableRandom random) {
    var source = peer.get();
    var places = Places.of(normal, source, foreground);
    return places.untilSeen(
        () -> {
          var canvas = new DefectCanvas(normal);
          places.piece(source, SMALLEST, LARGEST, random).paste(canvas);
          return canvas.pieces(VISIBLE, SEEN);
        });
  }
}
