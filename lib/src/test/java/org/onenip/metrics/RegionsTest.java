package org.onenip.metrics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class RegionsTest {
  private static boolean[] mask(String picture) {
    var flags = new boolean[picture.length()];
    for (int i = 0; i < flags.length; i++) {
      flags[i] = picture.charAt(i) == '#';
    }
    return flags;
  }

  @Test
  void joinsPixelsThatTouchAtACorner() {
    var regions = Regions.of(mask("#.." + ".#." + "..#"), 3);
    assertEquals(1, regions.count());
    assertArrayEquals(new int[] {1, 0, 0, 0, 1, 0, 0, 0, 1}, regions.labels());
  }

  @Test
  void doesNotJoinTheEndOfARowWithTheStartOfTheNext() {
    var regions = Regions.of(mask("...#" + "#..." + "#..#"), 4);
    assertArrayEquals(new int[] {0, 0, 0, 1, 2, 0, 0, 0, 2, 0, 0, 3}, regions.labels());
  }

  @Test
  void keepsARingAndItsCentreApart() {
    var regions = Regions.of(mask("#####" + "#...#" + "#.#.#" + "#...#" + "#####"), 5);
    assertEquals(2, regions.count());
    assertEquals(2, regions.labels()[12]);
  }

  @Test
  void fillsALargeMaskWithoutRecursion() {
    var all = new boolean[512 * 300];
    Arrays.fill(all, true);
    assertEquals(1, Regions.of(all, 512).count());
  }

  @Test
  void findsNothingInANormalMask() {
    assertEquals(0, Regions.of(new boolean[12], 4).count());
  }

  @Test
  void refusesIncompleteRows() {
    assertThrows(IllegalArgumentException.class, () -> Regions.of(new boolean[10], 4));
  }
}
