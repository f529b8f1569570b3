package org.onenip.method.onenip;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.onenip.data.PixelMask;
import org.onenip.data.RgbImage;
import org.onenip.data.Sample;
import org.onenip.support.UserError;
import org.onenip.synthesis.PseudoAnomaly;
import org.onenip.synthesis.SampleSeed;
import org.onenip.synthesis.Synthesis;

class BatchSourceTest {
  private static final int SIDE = 32;
  private static final List<Sample> SAMPLES =
      List.of(
          sample("a", 0),
          sample("a", 1),
          sample("b", 2),
          sample("a", 3),
          sample("c", 4),
          sample("b", 5));
  private static final List<List<Integer>> MEDOIDS =
      byClass(Map.of("a", List.of(1), "b", List.of(2), "c", List.of(4)));
  private static final List<List<Integer>> ALL =
      byClass(Map.of("a", List.of(0, 1, 3), "b", List.of(2, 5), "c", List.of(4)));

  private static List<List<Integer>> byClass(Map<String, List<Integer>> prompts) {
    return SAMPLES.stream().map(sample -> prompts.get(sample.className())).toList();
  }

  private static Sample sample(String name, int index) {
    return new Sample(Path.of(index + ".png"), name, Sample.GOOD, Optional.empty());
  }

  /** An image that tells its sample. */
  private static RgbImage image(Sample sample) {
    var rgb = new byte[3 * SIDE * SIDE];
    var random = new SplittableRandom(index(sample));
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) random.nextInt(256);
    }
    rgb[0] = (byte) index(sample);
    return new RgbImage(SIDE, SIDE, rgb);
  }

  private static int index(Sample sample) {
    return Integer.parseInt(sample.image().toString().replace(".png", ""));
  }

  private static List<BatchSource.Batch> batches(
      Synthesis synthesis, List<List<Integer>> prompts, int threads) {
    return batches(synthesis, prompts, 0, threads);
  }

  private static List<BatchSource.Batch> batches(
      Synthesis synthesis, List<List<Integer>> prompts, int faults, int threads) {
    try (var source =
        new BatchSource(
            SAMPLES,
            prompts,
            BatchSourceTest::image,
            new BatchSource.Recipe(4, Optional.of(synthesis), faults, 9),
            0,
            threads)) {
      var batches = new ArrayList<BatchSource.Batch>();
      for (int i = 0; i < 12; i++) {
        batches.add(source.next());
      }
      return batches;
    }
  }

  /** The published mixture draws after the prompt, from the same stream, and from nothing else. */
  @Test
  void peersChangeNothingOfTheMixture() {
    var mixture = Synthesis.named("mixture", Optional.empty());
    int step = 0;
    for (var batch : batches(mixture, ALL, 2)) {
      for (int i = 0; i < 4; i++) {
        var random = SampleSeed.of(9, step, i);
        var sample = SAMPLES.get(batch.normals()[i]);
        var candidates = ALL.get(batch.normals()[i]);
        assertEquals(candidates.get(random.nextInt(candidates.size())), batch.prompts()[i]);
        assertArrayEquals(
            mixture.apply(image(sample), random).image().rgb(),
            batch.pseudo().get(i).image().rgb());
      }
      step++;
    }
  }

  /** Shows the peer instead of a defect. */
  private record ShowPeer() implements Synthesis {
    @Override
    public PseudoAnomaly apply(RgbImage normal, SplittableRandom random) {
      return new PseudoAnomaly(normal, new PixelMask(SIDE, SIDE, new boolean[SIDE * SIDE]));
    }

    @Override
    public PseudoAnomaly apply(RgbImage normal, Supplier<RgbImage> peer, SplittableRandom random) {
      return apply(peer.get(), random);
    }
  }

  @Test
  void aPeerIsAnotherImageOfTheClassEvenWherePromptsAreFixed() {
    var seen = new HashSet<Integer>();
    for (var batch : batches(new ShowPeer(), MEDOIDS, 1)) {
      for (int i = 0; i < 4; i++) {
        int own = batch.normals()[i];
        int peer = batch.pseudo().get(i).image().rgb()[0];
        var name = SAMPLES.get(own).className();
        assertEquals(name, SAMPLES.get(peer).className());
        if (name.equals("c")) {
          assertEquals(own, peer); // it has no other
        } else {
          assertNotEquals(own, peer);
        }
        seen.add(peer);
      }
    }
    assertTrue(seen.size() >= 5, "peers " + seen);
  }

  @Test
  void theLastOfABatchAreFaultsOfFeaturesAndTheFirstAsWithoutThem() {
    var without = batches(new ShowPeer(), ALL, 0, 1);
    var with = batches(new ShowPeer(), ALL, 3, 2);
    for (int b = 0; b < without.size(); b++) {
      assertArrayEquals(without.get(b).normals(), with.get(b).normals());
      assertArrayEquals(without.get(b).prompts(), with.get(b).prompts());
      assertEquals(1, with.get(b).pseudo().size());
      assertEquals(3, with.get(b).faults().size());
      assertArrayEquals(
          without.get(b).pseudo().get(0).image().rgb(), with.get(b).pseudo().get(0).image().rgb());
      assertEquals(SIDE, with.get(b).faults().get(0).mask().width());
    }
  }

  @Test
  void threadsChangeNoPeer() {
    var one = batches(new ShowPeer(), ALL, 1);
    var three = batches(new ShowPeer(), ALL, 3);
    for (int b = 0; b < one.size(); b++) {
      for (int i = 0; i < 4; i++) {
        assertArrayEquals(
            one.get(b).pseudo().get(i).image().rgb(), three.get(b).pseudo().get(i).image().rgb());
      }
    }
  }

  @Test
  void anImageThatCannotBeReadIsToldAsItIs() {
    try (var source =
        new BatchSource(
            SAMPLES,
            ALL,
            sample -> {
              throw new UserError(sample.image() + " is no image.");
            },
            new BatchSource.Recipe(4, Optional.of((image, random) -> null), 0, 9),
            0,
            2)) {
      assertThrows(UserError.class, source::next);
    }
  }
}
