package org.onenip.synthesis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.onenip.data.RgbImage;

class SeamlessCloneTest {
  private static final int SIDE = 120;

  private static RgbImage ramp() {
    var rgb = new byte[3 * SIDE * SIDE];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) (60 + i / 3 % SIDE);
    }
    return new RgbImage(SIDE, SIDE, rgb);
  }

  /** A piece of one colour has no gradient, and what solves Laplace's equation here is the ramp. */
  @Test
  void aPieceWithoutGradientVanishesInALinearRamp() {
    var ramp = ramp();
    for (int seed = 0; seed < 30; seed++) {
      var random = new SplittableRandom(seed);
      var canvas = new DefectCanvas(ramp);
      int center = SIDE / 2 * SIDE + SIDE / 2;
      var piece = new Piece(Surfaces.plain(SIDE, 250), 0.08 * SIDE * SIDE, center, center, random);
      new SeamlessClone(canvas, piece, false).paste();
      for (int i = 0; i < canvas.rgb.length; i++) {
        assertEquals(ramp.rgb()[i] & 255, canvas.rgb[i] & 255, 1, "after too few sweeps");
      }
    }
  }

  @Test
  void withMixedGradientsAnEmptyPieceLeavesTheImageAsItIs() {
    var texture = Surfaces.texture(SIDE, 1);
    var canvas = new DefectCanvas(texture);
    int center = 40 * SIDE + 40;
    var piece = new Piece(Surfaces.plain(SIDE, 10), 900, center, center, new SplittableRandom(2));
    new SeamlessClone(canvas, piece, true).paste();
    for (int i = 0; i < canvas.rgb.length; i++) {
      assertEquals(texture.rgb()[i] & 255, canvas.rgb[i] & 255, 1);
    }
  }

  @Test
  void aPieceAtTheEdgeOfTheImageStaysWithinItsColours() {
    for (int seed = 0; seed < 40; seed++) {
      var random = new SplittableRandom(seed);
      var canvas = new DefectCanvas(Surfaces.plain(SIDE, 128));
      int corner = seed % 2 == 0 ? 0 : SIDE * SIDE - 1;
      var piece = new Piece(ramp(), 800, SIDE * SIDE / 2, corner, random);
      new SeamlessClone(canvas, piece, seed % 3 == 0).paste();
      for (byte value : canvas.rgb) {
        assertTrue(Math.abs((value & 255) - 128) <= SIDE, "the solution runs away");
      }
    }
  }
}
