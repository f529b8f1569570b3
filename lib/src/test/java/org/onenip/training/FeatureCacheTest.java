package org.onenip.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
import org.onenip.data.Sample;
import org.onenip.data.SampleImages;
import org.onenip.detect.FeatureExtractor;
import org.onenip.detect.FeatureScale;
import org.onenip.detect.StepListener;
import org.onenip.support.UserError;

class FeatureCacheTest {
  private static final int SIZE = 64;

  @TempDir Path folder;
  private Backbone backbone;
  private List<Sample> samples;

  @BeforeEach
  void open() {
    backbone = Backbones.load(Backbones.DEFAULT, Device.cpu());
    samples = MvtecFolder.scan(TestImages.twoClasses(folder, SIZE), List.of()).train();
  }

  @AfterEach
  void close() {
    backbone.close();
  }

  private FeatureExtractor extractor(FeatureScale scale) {
    return new FeatureExtractor(backbone, scale, SIZE);
  }

  private FeatureCache cache(boolean standardize, boolean levels) {
    return new FeatureCache(
        samples,
        new SampleImages(SIZE),
        extractor(FeatureScale.none(backbone.width())),
        standardize,
        levels,
        StepListener.SILENT);
  }

  @Test
  void givesTheFeaturesOfTheSamplesThatAreAskedForInTheirOrder() {
    var images = new SampleImages(SIZE);
    try (var cache = cache(true, false);
        var scratch = cache.newSubManager()) {
      int last = samples.size() - 1;
      var cached = cache.get(scratch, new int[] {last, 0, last});
      var wanted =
          extractor(cache.scale())
              .features(
                  scratch, List.of(images.image(samples.get(last)), images.image(samples.get(0))));
      assertEquals(new Shape(3, backbone.width(), 4, 4), cached.getShape());
      assertArrayEquals(wanted.toFloatArray(), cached.get("0:2").toFloatArray(), 1e-4f);
      assertArrayEquals(cached.get(0).toFloatArray(), cached.get(2).toFloatArray());
    }
  }

  @Test
  void standardisesEachChannelOfAllSamplesWhereItIsAskedTo() {
    try (var cache = cache(true, false);
        var raw = cache(false, false);
        var scratch = cache.newSubManager()) {
      int[] all = IntStream.range(0, samples.size()).toArray();
      var channels = cache.get(scratch, all).transpose(1, 0, 2, 3).flatten(1, 3);
      for (float mean : channels.mean(new int[] {1}).toFloatArray()) {
        assertEquals(0, mean, 1e-4);
      }
      assertEquals(1, channels.square().mean().getFloat(), 0.02); // but channels that never vary
      assertEquals(1, raw.scale().deviation()[0]);
    }
  }

  @Test
  void keepsTheFinerLevelOnlyWhereItIsAskedTo() {
    try (var cache = cache(true, true);
        var scratch = cache.newSubManager()) {
      var fine = cache.fine(scratch, new int[] {1});
      assertEquals(8, fine.getShape().get(2));
      assertEquals(1, fine.getShape().get(0));
    }
    try (var cache = cache(true, false);
        var scratch = cache.newSubManager()) {
      assertThrows(NullPointerException.class, () -> cache.fine(scratch, new int[] {1}));
    }
  }

  @Test
  void knowsTheClassesAndHandsOutEachByItself() {
    try (var cache = cache(true, false);
        var scratch = cache.newSubManager()) {
      assertEquals(List.of("green", "orange"), List.copyOf(cache.classes().keySet()));
      var all = new ArrayList<Integer>();
      cache
          .classes()
          .forEach(
              (name, members) -> {
                members.forEach(i -> assertEquals(name, samples.get(i).className()));
                all.addAll(members);
              });
      assertEquals(samples.size(), all.stream().distinct().count());
      assertThrows(
          UnsupportedOperationException.class, () -> cache.classes().put("red", List.of()));

      var means = cache.ofEachClass(features -> features.mean(new int[] {0}));
      assertEquals(2, means.size());
      int[] green = cache.classes().get("green").stream().mapToInt(i -> i).toArray();
      assertArrayEquals(
          cache.get(scratch, green).mean(new int[] {0}).toFloatArray(),
          means.get(0).toFloatArray());
      assertEquals(cache.manager(), means.get(1).getManager());
    }
  }

  @Test
  void theErrorOfTheClassMeanIsWhatIsLeftOfTheVariance() {
    try (var cache = cache(true, false);
        var scratch = cache.newSubManager()) {
      double error = cache.classMeanError();
      assertTrue(error > 0 && error < 1, "the classes differ: " + error);
      double sum = 0;
      for (var members : cache.classes().values()) {
        var own = cache.get(scratch, members.stream().mapToInt(i -> i).toArray());
        double n = members.size();
        var mean = own.sum(new int[] {0}).div(n);
        sum += n * (own.square().mean().getFloat() - mean.square().mean().getFloat());
      }
      assertEquals(sum / samples.size(), error, 1e-3 * error);
    }
  }

  @Test
  void closingFreesTheFeaturesAndLeavesTheBackboneOpen() {
    var cache = cache(true, true);
    var borrowed = NDManager.newBaseManager(Device.cpu());
    var mine = cache.get(borrowed, new int[] {0});
    cache.close();
    assertFalse(cache.manager().isOpen());
    assertThrows(IllegalStateException.class, cache::newSubManager);
    assertEquals(backbone.width(), mine.getShape().get(1)); // it is the borrower's
    assertTrue(mine.square().sum().getFloat() > 0);
    borrowed.close();
    cache(false, false).close(); // by the same backbone
  }

  @Test
  void anImageThatCannotBeReadIsNamedAndTheBackboneStaysOpen() throws IOException {
    Files.writeString(samples.get(1).image(), "no image");
    var error = assertThrows(UserError.class, () -> cache(true, false));
    assertTrue(error.getMessage().contains(samples.get(1).image().toString()), error.getMessage());
    samples = samples.subList(2, samples.size());
    try (var cache = cache(true, false)) {
      assertEquals(samples.size(), cache.classes().values().stream().mapToInt(List::size).sum());
    }
  }
}
