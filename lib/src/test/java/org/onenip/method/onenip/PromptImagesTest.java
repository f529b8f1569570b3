package org.onenip.method.onenip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.onenip.TestImages;
import org.onenip.backbone.Backbone;
import org.onenip.backbone.Backbones;
import org.onenip.data.MvtecFolder;
import org.onenip.detect.StepListener;
import org.onenip.support.Records;
import org.onenip.support.UserError;
import org.onenip.training.TrainingData;

class PromptImagesTest {
  @TempDir Path folder;
  private Backbone backbone;
  private TrainingData data;

  @BeforeEach
  void open() {
    var set = MvtecFolder.scan(TestImages.twoClasses(folder, 64), List.of());
    backbone = Backbones.load(Backbones.DEFAULT, Device.cpu());
    data = TrainingData.of(set, List.of(backbone), 64, true, false, 1, StepListener.SILENT);
  }

  @AfterEach
  void close() {
    data.close();
    backbone.close();
  }

  private PromptImages images(int perClass) {
    return new PromptImages(data.cache(), perClass);
  }

  private List<Integer> ofClass(String name) {
    var samples = data.split().fit();
    return IntStream.range(0, samples.size())
        .filter(i -> samples.get(i).className().equals(name))
        .boxed()
        .toList();
  }

  /** The mean feature of a sample, of length 1. */
  private double[] direction(int sample) {
    try (var manager = data.cache().newSubManager()) {
      var mean = data.cache().get(manager, new int[] {sample}).flatten(2, 3).mean(new int[] {2});
      var values = mean.div(mean.norm()).toFloatArray();
      return IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray();
    }
  }

  private double cosine(int a, int b) {
    double[] x = direction(a);
    double[] y = direction(b);
    return IntStream.range(0, x.length).mapToDouble(i -> x[i] * y[i]).sum();
  }

  @Test
  void theFirstIsTheMedoidAndEachNextIsFarthestFromThoseBefore() {
    var one = images(1).pool();
    var three = images(3).pool();
    assertEquals(one.keySet(), three.keySet());
    one.forEach(
        (name, medoid) -> {
          var chosen = three.get(name);
          assertEquals(medoid.get(0), chosen.get(0));
          assertEquals(3, new HashSet<>(chosen).size());
          assertTrue(ofClass(name).containsAll(chosen));
          double farthest =
              ofClass(name).stream().mapToDouble(i -> cosine(i, chosen.get(0))).min().orElseThrow();
          assertEquals(farthest, cosine(chosen.get(1), chosen.get(0)), 1e-5);
        });
  }

  @Test
  void aSampleIsTrainedWithThePromptThatItIsNearestTo() {
    var images = images(3);
    var candidates = images.candidates(true);
    images
        .pool()
        .forEach(
            (name, pool) -> {
              for (int sample : ofClass(name)) {
                double own = cosine(sample, candidates.get(sample).get(0));
                pool.forEach(prompt -> assertTrue(own > cosine(sample, prompt) - 1e-5));
              }
              assertEquals(List.of(pool.get(1)), candidates.get(pool.get(1)));
              assertEquals(ofClass(name), images.candidates(false).get(pool.get(1)));
            });
  }

  @Test
  void signpostsAreSharedOutAmongThePrompts() {
    var alone = images(1);
    var shared = images(3);
    for (var name : alone.pool().keySet()) {
      assertEquals(8, alone.signposts(name, 8, 1).get(0).size());
      var parts = shared.signposts(name, 8, 1);
      assertEquals(3, parts.size());
      assertEquals(8, parts.stream().mapToInt(List::size).sum());
      assertEquals(List.of(List.of()), alone.signposts(name, 0, 1));
    }
  }

  @Test
  void aPoolAsLargeAsTheClassHasEveryImageOnce() {
    images(1000)
        .pool()
        .forEach((name, pool) -> assertEquals(new HashSet<>(ofClass(name)), new HashSet<>(pool)));
  }

  @Test
  void aTrainingWithoutPromptsIsRefused() {
    var none = Records.with(OneNipSettings.tiny(208, 4, 24), "promptsPerClass", 0);
    var error = assertThrows(UserError.class, () -> new OneNipMethod().check(none));
    assertTrue(error.getMessage().contains("promptsPerClass"), error.getMessage());
  }
}
