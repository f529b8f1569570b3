package org.onenip.synthesis;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VariedMixtureTest {
  private static final TextureSource TEXTURES = (width, height, random) -> Surfaces.plain(width, 9);

  /**
   * The first digits of the pictures' and masks' SHA-256, made before there was another mixture.
   */
  @Test
  void thePublishedMixtureStaysAsItWasToTheBit() throws Exception {
    var digest = MessageDigest.getInstance("SHA-256");
    var mixture = Synthesis.named("mixture", Optional.empty());
    var normal = Surfaces.texture(96, 5);
    for (int i = 0; i < 24; i++) {
      var pseudo =
          i % 2 == 0
              ? mixture.apply(normal, SampleSeed.of(133, 4, i))
              : mixture.apply(normal, () -> Surfaces.plain(96, 1), SampleSeed.of(133, 4, i));
      digest.update(pseudo.image().rgb());
      for (boolean anomalous : pseudo.mask().anomalous()) {
        digest.update((byte) (anomalous ? 1 : 0));
      }
    }
    assertEquals("582a39992322d4c3", HexFormat.of().formatHex(digest.digest()).substring(0, 16));
  }

  @Test
  void eachKindIsDrawnAsOftenAsItsShareSays() {
    var shares = new SynthesisShares(0, 3, 0, 1, 0, 0, false);
    var mixture = new VariedMixture(shares, TEXTURES);
    var normal = Surfaces.plain(64, 200);
    int cracks = 0;
    for (int i = 0; i < 400; i++) {
      var alone = new Cracks(false);
      var random = SampleSeed.of(3, 0, i);
      var drawn = mixture.apply(normal, random);
      var same = SampleSeed.of(3, 0, i);
      same.nextDouble(); // the kind
      cracks += Arrays.equals(drawn.image().rgb(), alone.apply(normal, same).image().rgb()) ? 1 : 0;
    }
    assertEquals(100, cracks, 30);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5})
  void aKindThatHasAllSharesIsAlwaysDrawn(int kind) {
    double[] w = new double[6];
    w[kind] = 0.01;
    var shares = new SynthesisShares(w[0], w[1], w[2], w[3], w[4], w[5], false);
    var alone =
        new Synthesis[] {
              new CutPaste(),
              new Draem(TEXTURES),
              new Spots(TEXTURES, false),
              new Cracks(false),
              new Misplaced(false),
              new Blended(TEXTURES, false)
            }
            [kind];
    var normal = Surfaces.texture(64, 1);
    for (int i = 0; i < 20; i++) {
      var random = new SplittableRandom(i);
      random.nextDouble();
      assertArrayEquals(
          alone.apply(normal, random).image().rgb(),
          new VariedMixture(shares, TEXTURES).apply(normal, new SplittableRandom(i)).image().rgb());
    }
  }

  @Test
  void sharesThatAreAllZeroOrNegativeAreRefused() {
    var none =
        assertThrows(
            IllegalArgumentException.class, () -> new SynthesisShares(0, 0, 0, 0, 0, 0, true));
    assertTrue(none.getMessage().contains("shares of all kinds"), none.getMessage());
    for (double wrong : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThrows(
          IllegalArgumentException.class, () -> new SynthesisShares(1, 1, wrong, 1, 1, 1, true));
    }
  }

  @Test
  void itIsRegisteredWithEqualSharesAndTakesOthers() {
    var equal = (VariedMixture) Synthesis.named("varied", Optional.empty());
    assertEquals(new SynthesisShares(), equal.shares());
    var shares = new SynthesisShares(1, 0, 0, 0, 0, 0, true);
    assertEquals(
        shares, ((VariedMixture) Syntheses.named("varied", Optional.empty(), shares)).shares());
    assertTrue(Syntheses.named("mixture", Optional.empty(), shares) instanceof Mixture);
  }
}
