package org.onenip.synthesis;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.onenip.TestImages;
import org.onenip.data.ImageFiles;
import org.onenip.data.RgbImage;
import org.onenip.support.UserError;

class SynthesisTest {
  private static final RgbImage NORMAL =
      ImageFiles.toRgb(TestImages.stripes(128, new Color(90, 140, 60), 1));

  private static Synthesis named(String name) {
    return Synthesis.named(name, Optional.empty());
  }

  @ParameterizedTest
  @ValueSource(strings = {"mixture", "cutpaste", "draem"})
  void onlyMaskedPixelsChangeAndTheNormalImageStaysAsItIs(String name) {
    var before = NORMAL.rgb().clone();
    var synthesis = named(name);
    int changed = 0;
    for (int i = 0; i < 60; i++) {
      var pseudo = synthesis.apply(NORMAL, SampleSeed.of(1, 0, i));
      var mask = pseudo.mask().anomalous();
      for (int p = 0; p < mask.length; p++) {
        boolean same =
            Arrays.equals(pseudo.image().rgb(), 3 * p, 3 * p + 3, before, 3 * p, 3 * p + 3);
        assertTrue(same || mask[p], "a pixel outside the mask changed");
        changed += same ? 0 : 1;
      }
    }
    assertArrayEquals(before, NORMAL.rgb());
    assertTrue(changed > 1000, "almost nothing changed: " + changed);
  }

  @Test
  void sampleSeedsGiveTheSameWhateverTheThreads() {
    var synthesis = named("mixture");
    var alone =
        IntStream.range(0, 32)
            .mapToObj(i -> synthesis.apply(NORMAL, SampleSeed.of(7, 3, i)).image().rgb())
            .toList();
    var together =
        IntStream.range(0, 32)
            .parallel()
            .mapToObj(i -> synthesis.apply(NORMAL, SampleSeed.of(7, 3, i)).image().rgb())
            .toList();
    for (int i = 0; i < 32; i++) {
      assertArrayEquals(alone.get(i), together.get(i));
    }
    assertFalse(Arrays.equals(alone.get(0), alone.get(1)));
  }

  @Test
  void cutPastePatchesHaveThePapersAreasHalfOfTheTime() {
    var synthesis = named("cutpaste");
    int patches = 0;
    for (int i = 0; i < 400; i++) {
      var mask = synthesis.apply(NORMAL, SampleSeed.of(2, 0, i)).mask().anomalous();
      double share = IntStream.range(0, mask.length).filter(p -> mask[p]).count() / 16384.0;
      assertTrue(share > 0 && share < 0.16, "area " + share);
      patches += share >= 0.019 ? 1 : 0; // scars have at most 16 · 25 pixels, 2.4 % here
    }
    assertEquals(200, patches, 45);
  }

  @Test
  void draemMayLeaveTheImageNormal() {
    var synthesis = named("draem");
    long empty =
        IntStream.range(0, 300)
            .filter(
                i -> {
                  var mask = synthesis.apply(NORMAL, SampleSeed.of(3, 0, i)).mask().anomalous();
                  return IntStream.range(0, mask.length).noneMatch(p -> mask[p]);
                })
            .count();
    assertTrue(empty < 150, empty + " of 300 are empty");
  }

  @Test
  void perlinNoiseIsSmoothAndReachesBothSigns() {
    var noise = Perlin.noise(64, 64, 4, 4, SampleSeed.of(1, 1, 1));
    float most = Float.NEGATIVE_INFINITY;
    float least = Float.POSITIVE_INFINITY;
    for (int y = 0; y < 64; y++) {
      for (int x = 0; x < 64; x++) {
        most = Math.max(most, noise[y * 64 + x]);
        least = Math.min(least, noise[y * 64 + x]);
        if (x > 0) {
          assertTrue(Math.abs(noise[y * 64 + x] - noise[y * 64 + x - 1]) < 0.35, "a jump");
        }
      }
    }
    assertTrue(most > 0.3 && least < -0.3, least + " to " + most);
  }

  @Test
  void unknownNamesAndMissingTextureFoldersAreRefused(@TempDir Path folder) {
    assertThrows(UserError.class, () -> named("magic"));
    var missing = folder.resolve("dtd");
    var error = assertThrows(UserError.class, () -> Synthesis.named("draem", Optional.of(missing)));
    assertTrue(error.getMessage().contains(missing.toString()), error.getMessage());
  }
}
