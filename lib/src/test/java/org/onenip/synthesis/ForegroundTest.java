package org.onenip.synthesis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ForegroundTest {
  @ParameterizedTest
  @ValueSource(ints = {64, 160, 224, 320})
  void anObjectOnAnUnevenlyLitGroundIsFound(int side) {
    var found = Foreground.of(Surfaces.disc(side, 3));
    assertTrue(found.found());
    int wrong = 0;
    for (int p = 0; p < side * side; p++) {
      int x = p % side;
      int y = p / side;
      boolean surelyOn = Surfaces.onDisc(side, x, y, -3);
      boolean surelyOff = !Surfaces.onDisc(side, x, y, 3);
      wrong += surelyOn && !found.contains(p) || surelyOff && found.contains(p) ? 1 : 0;
    }
    assertEquals(0, wrong);
    var random = new SplittableRandom(1);
    for (int i = 0; i < 100; i++) {
      assertTrue(found.contains(found.place(random)));
      assertFalse(found.contains(found.placeOnGround(random)));
    }
  }

  @Test
  void aTextureThatFillsTheImageHasNone() {
    for (int seed = 0; seed < 10; seed++) {
      assertFalse(Foreground.of(Surfaces.texture(160, seed)).found());
      assertFalse(Foreground.of(Surfaces.rough(160, seed)).found());
    }
    assertFalse(Foreground.of(Surfaces.periodic(160)).found());
    assertFalse(Foreground.of(Surfaces.plain(160, 200)).found());
    assertTrue(Foreground.of(Surfaces.plain(160, 200)).contains(77)); // all of it may be drawn on
  }

  @Test
  void imagesOfAFewPixelsAreNoObstacle() {
    for (int side = 1; side < 8; side++) {
      assertFalse(Foreground.of(Surfaces.plain(side, 10)).found());
    }
  }
}
