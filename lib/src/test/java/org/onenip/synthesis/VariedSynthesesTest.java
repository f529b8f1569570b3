package org.onenip.synthesis;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.onenip.data.RgbImage;

/** Small, thin, misplaced and blended defects. */
class VariedSynthesesTest {
  private static final int DRAWS = 120;
  private static final TextureSource TEXTURES =
      (width, height, random) -> Surfaces.texture(width, 7 + random.nextInt(9));
  private static final Map<String, Synthesis> KINDS =
      Map.of(
          "spots", new Spots(TEXTURES, true),
          "cracks", new Cracks(true),
          "misplaced", new Misplaced(true),
          "blended", new Blended(TEXTURES, true),
          "cutpaste", new OnForeground(new CutPaste()),
          "draem", new OnForeground(new Draem(TEXTURES)),
          "varied", new VariedMixture(new SynthesisShares(), TEXTURES));

  private static PseudoAnomaly draw(String kind, RgbImage normal, RgbImage peer, int index) {
    return KINDS.get(kind).apply(normal, () -> peer, SampleSeed.of(11, 0, index));
  }

  private static int count(PseudoAnomaly pseudo) {
    var mask = pseudo.mask().anomalous();
    return (int) IntStream.range(0, mask.length).filter(p -> mask[p]).count();
  }

  private static int change(PseudoAnomaly pseudo, RgbImage normal, int pixel) {
    return IntStream.range(3 * pixel, 3 * pixel + 3)
        .map(i -> Math.abs((pseudo.image().rgb()[i] & 255) - (normal.rgb()[i] & 255)))
        .max()
        .orElseThrow();
  }

  @ParameterizedTest
  @CsvSource({
    "spots,96",
    "cracks,96",
    "misplaced,96",
    "blended,96",
    "spots,160",
    "cracks,160",
    "misplaced,160",
    "blended,160"
  })
  void theMaskIsWhatChangedAndTheRestIsNormalToTheBit(String kind, int side) {
    for (var normal : new RgbImage[] {Surfaces.texture(side, 1), Surfaces.disc(side, 1)}) {
      var before = normal.rgb().clone();
      var peer = Surfaces.texture(side, 2);
      int seen = 0;
      for (int i = 0; i < DRAWS; i++) {
        var pseudo = draw(kind, normal, peer, i);
        var mask = pseudo.mask().anomalous();
        for (int p = 0; p < mask.length; p++) {
          int at = 3 * p;
          boolean same = Arrays.equals(pseudo.image().rgb(), at, at + 3, before, at, at + 3);
          assertTrue(mask[p] != same);
        }
        seen += count(pseudo) > 0 ? 1 : 0;
      }
      assertArrayEquals(before, normal.rgb());
      assertTrue(seen > 0.7 * DRAWS, "only %d of %d are seen".formatted(seen, DRAWS));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"spots", "cracks"})
  void drawnPixelsDifferByMoreThanFiveGreyLevels(String kind) {
    var normal = Surfaces.texture(160, 1);
    for (int i = 0; i < DRAWS; i++) {
      var pseudo = draw(kind, normal, normal, i);
      var mask = pseudo.mask().anomalous();
      for (int p = 0; p < mask.length; p++) {
        assertTrue(!mask[p] || change(pseudo, normal, p) > DefectCanvas.VISIBLE);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {160, 320})
  void spotsAreOneToFourOfTheStatedDiameters(int side) {
    var plain = Surfaces.plain(side, 128);
    double smallest = 1;
    double largest = 0;
    for (int i = 0; i < 4 * DRAWS; i++) {
      double share = (double) count(draw("spots", plain, plain, i)) / (side * side);
      smallest = Math.min(smallest, share);
      largest = Math.max(largest, share);
    }
    double reach = Spots.LARGEST * (1 + Spots.WAVES) / 2 + 1.5 / side;
    assertTrue(largest <= 4 * Math.PI * reach * reach, "largest " + largest);
    assertTrue(largest > 0.008, "largest " + largest);
    assertTrue(smallest < 0.0006, "smallest " + smallest); // a pin hole
  }

  @Test
  void cracksAreThinAndOfTheStatedLengths() {
    int side = 224;
    var plain = Surfaces.plain(side, 128);
    double longest = 0;
    double shortest = side;
    int thin = 0;
    for (int i = 0; i < 2 * DRAWS; i++) {
      var mask = draw("cracks", plain, plain, i).mask().anomalous();
      assertTrue(thickness(mask, side) <= 12, "draw " + i); // 6 pixels varied, and forks beside
      thin += thickness(mask, side) <= 4 ? 1 : 0;
      double extent = extent(mask, side);
      longest = Math.max(longest, extent);
      shortest = Math.min(shortest, extent);
    }
    assertTrue(thin > DRAWS, thin + " are thin");
    assertTrue(longest > 0.4 * side && longest < 1.1 * side, "longest " + longest);
    assertTrue(shortest < 0.08 * side, "shortest " + shortest);
  }

  /** The side of the largest square that fits into the mask. */
  private static int thickness(boolean[] mask, int side) {
    var squares = new int[mask.length];
    int most = 0;
    for (int p = side; p < mask.length; p++) {
      if (mask[p] && p % side > 0) {
        squares[p] =
            1 + Math.min(squares[p - 1], Math.min(squares[p - side], squares[p - side - 1]));
        most = Math.max(most, squares[p]);
      }
    }
    return most;
  }

  private static double extent(boolean[] mask, int side) {
    var at = IntStream.range(0, mask.length).filter(p -> mask[p]).toArray();
    var x = Arrays.stream(at).map(p -> p % side).summaryStatistics();
    var y = Arrays.stream(at).map(p -> p / side).summaryStatistics();
    return at.length == 0
        ? side / 10.0
        : Math.hypot(x.getMax() - x.getMin(), y.getMax() - y.getMin());
  }

  @Test
  void misplacedPiecesHaveTheStatedAreas() {
    int side = 160;
    double largest = 0;
    double smallest = 1;
    for (int i = 0; i < 2 * DRAWS; i++) {
      var pseudo = draw("misplaced", Surfaces.plain(side, 60), Surfaces.plain(side, 200), i);
      double share = (double) count(pseudo) / (side * side);
      largest = Math.max(largest, share);
      smallest = Math.min(smallest, share);
    }
    assertTrue(largest > 0.08 && largest < 1.35 * Misplaced.LARGEST, "largest " + largest);
    assertTrue(smallest < 1.5 * Misplaced.SMALLEST, "smallest " + smallest);
  }

  @Test
  void whatLooksTheSameInAnotherPlaceIsNoDefect() {
    var plain = Surfaces.plain(128, 90);
    for (int i = 0; i < DRAWS; i++) {
      var pseudo = draw("misplaced", plain, plain, i);
      assertEquals(0, count(pseudo));
      assertArrayEquals(plain.rgb(), pseudo.image().rgb());
    }
    var rough = Surfaces.rough(128, 1);
    long seen =
        IntStream.range(0, DRAWS)
            .filter(i -> count(draw("misplaced", rough, Surfaces.rough(128, 2), i)) > 0)
            .count();
    assertTrue(seen < 0.1 * DRAWS, seen + " pieces of the same grain are called defects");
    var periodic = Surfaces.periodic(128);
    var counts =
        IntStream.range(0, DRAWS).map(i -> count(draw("misplaced", periodic, periodic, i)));
    assertTrue(counts.anyMatch(n -> n > 0)); // out of step, or turned
  }

  @Test
  void aPeerIsReadOnlyByKindsThatTakeFromIt() {
    var normal = Surfaces.texture(96, 1);
    for (var kind : new String[] {"spots", "cracks", "cutpaste", "draem"}) {
      KINDS
          .get(kind)
          .apply(
              normal,
              () -> {
                throw new AssertionError(kind + " asks for a peer");
              },
              new SplittableRandom(1));
    }
    var alone = KINDS.get("misplaced").apply(normal, SampleSeed.of(11, 0, 3));
    var own = draw("misplaced", normal, normal, 3);
    assertArrayEquals(own.image().rgb(), alone.image().rgb());
    var other = draw("misplaced", normal, Surfaces.plain(96, 250), 3);
    assertFalse(Arrays.equals(own.image().rgb(), other.image().rgb()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"spots", "cracks", "misplaced", "blended", "cutpaste", "draem", "varied"})
  void theSameSeedGivesTheSamePictureWhateverTheThreads(String kind) {
    var normal = Surfaces.texture(96, 1);
    var peer = Surfaces.texture(96, 2);
    var alone =
        IntStream.range(0, 24).mapToObj(i -> draw(kind, normal, peer, i).image().rgb()).toList();
    var together =
        IntStream.range(0, 24)
            .parallel()
            .mapToObj(i -> draw(kind, normal, peer, i).image().rgb())
            .toList();
    for (int i = 0; i < 24; i++) {
      assertArrayEquals(alone.get(i), together.get(i));
    }
    assertFalse(Arrays.equals(alone.get(0), alone.get(1)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"spots", "cracks", "misplaced", "blended", "cutpaste", "draem"})
  void defectsOfAnObjectTouchTheObject(String kind) {
    int side = 160;
    var disc = Surfaces.disc(side, 1);
    int seen = 0;
    for (int i = 0; i < DRAWS; i++) {
      var mask = draw(kind, disc, Surfaces.disc(side, 2), i).mask().anomalous();
      int on = 0;
      int all = 0;
      int beside = 0;
      for (int p = 0; p < mask.length; p++) {
        all += mask[p] ? 1 : 0;
        on += mask[p] && Surfaces.onDisc(side, p % side, p / side, 3) ? 1 : 0;
        beside += mask[p] && !Surfaces.onDisc(side, p % side, p / side, 6) ? 1 : 0;
      }
      assertTrue(all == 0 || on > 0, kind + " in the ground, draw " + i);
      boolean pieces = kind.equals("misplaced") || kind.equals("blended"); // these may stick out
      assertTrue(pieces || beside == 0, beside + " pixels beside the object, draw " + i);
      seen += all > 0 ? 1 : 0;
    }
    assertTrue(seen > 0.6 * DRAWS, seen + " are seen");
  }

  @Test
  void aPieceOfTheObjectMayBeMissing() {
    int side = 160;
    var disc = Surfaces.disc(side, 1);
    int missing = 0;
    for (int i = 0; i < DRAWS; i++) {
      var pseudo = draw("misplaced", disc, Surfaces.disc(side, 2), i);
      var mask = pseudo.mask().anomalous();
      boolean dark =
          IntStream.range(0, mask.length)
              .filter(p -> mask[p] && Surfaces.onDisc(side, p % side, p / side, -4))
              .anyMatch(p -> (pseudo.image().rgb()[3 * p] & 255) < 90);
      missing += dark ? 1 : 0;
    }
    assertTrue(missing > 0.15 * DRAWS && missing < 0.8 * DRAWS, missing + " miss a piece");
  }

  @Test
  void onAGreyImageDefectsAreGrey() {
    var grey = Surfaces.rough(96, 1);
    for (var kind : new String[] {"spots", "cracks", "blended"}) {
      for (int i = 0; i < 40; i++) {
        var rgb = draw(kind, grey, grey, i).image().rgb();
        for (int at = 0; at < rgb.length; at += 3) {
          assertTrue(rgb[at] == rgb[at + 1] && rgb[at] == rgb[at + 2], kind);
        }
      }
    }
  }

  @Test
  void blendedEdgesAreSofterThanPastedOnes() {
    var dark = Surfaces.plain(128, 60);
    var bright = Surfaces.texture(128, 2);
    assertNotEquals(0, count(draw("misplaced", dark, bright, 1)));
    double pasted = meanEdge("misplaced", dark, bright);
    double blended = meanEdge("blended", dark, bright);
    assertTrue(blended < 0.5 * pasted, blended + " against " + pasted);
  }

  /** The mean change of masked pixels beside unmasked ones. */
  private static double meanEdge(String kind, RgbImage normal, RgbImage peer) {
    double sum = 0;
    int edges = 0;
    for (int i = 0; i < DRAWS; i++) {
      var pseudo = draw(kind, normal, peer, i);
      var mask = pseudo.mask().anomalous();
      for (int p = 1; p < mask.length; p++) {
        if (mask[p] != mask[p - 1]) {
          sum += change(pseudo, normal, mask[p] ? p : p - 1);
          edges++;
        }
      }
    }
    return sum / edges;
  }
}
