package org.onenip.synthesis;

import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.onenip.data.RgbImage;

/**
 * A piece as {@link Misplaced} has it (two of three times) or of a texture (else), 0.3 to 8 % of
 * the area, log-uniform, whose edges are blended away: it keeps its gradients, or wherever they are
 * stronger the image's, and takes the image's colour at its edge. Mask: where the colour of some
 * pixels together changed by more than {@value #VISIBLE} grey levels, which is often a part of the
 * piece only; where it is nowhere, the image stays as it is.
 *
 * <p>Pérez, Gangnet, Blake: Poisson Image Editing, 2003; for pseudo anomalies Schlüter et al.:
 * Natural Synthetic Anomalies (NSA), ECCV 2022, whose shapes and sizes are others.
 *
 * @param textures of one of three pieces
 * @param foreground whether to look for an object on a plain ground
 */
public record Blended(TextureSource textures, boolean foreground) implements Synthesis {
  static final double LARGEST = 0.08;
  static final int VISIBLE = 8;
  private static final double SEEN = 0.06;
  private static final double TEXTURED = 1.0 / 3;

  @Override
  public PseudoAnomaly apply(RgbImage normal, SplittableRandom random) {
    return apply(normal, () -> normal, random);
  }

  @Override
  public PseudoAnomaly apply(RgbImage normal, Supplier<RgbImage> peer, SplittableRandom random) {
    var source =
        Chance.happens(random, TEXTURED)
            ? textures.texture(normal.width(), normal.height(), random)
            : peer.get();
    var places = Places.of(normal, source, foreground);
    return places.untilSeen(
        () -> {
          var canvas = new DefectCanvas(normal);
          var piece = places.piece(source, Misplaced.SMALLEST, LARGEST, random);
          new SeamlessClone(canvas, piece, random.nextBoolean()).paste();
          return canvas.pieces(VISIBLE, SEEN);
        });
  }
}
