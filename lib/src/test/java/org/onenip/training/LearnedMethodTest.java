package org.onenip.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.modality.cv.ImageFactory;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.onenip.TestImages;
import org.onenip.backbone.Backbones;
import org.onenip.data.ImageFiles;
import org.onenip.data.ImageSet;
import org.onenip.data.MvtecFolder;
import org.onenip.data.RgbImage;
import org.onenip.detect.AnomalyMap;
import org.onenip.detect.LearnedDetector;
import org.onenip.detect.LearnedErrors;
import org.onenip.detect.SavedDetector;
import org.onenip.detect.Thresholds;
import org.onenip.run.ScratchRun;
import org.onenip.support.UserError;
import org.onenip.weights.Safetensors;

/** The method of one record, and by it what every detector of one map does. */
class LearnedMethodTest {
  private static final int SIZE = 64;

  /** The distance to one mean of all features, over their deviation. */
  record Middle(NDArray mean, NDArray deviation) implements LearnedErrors {
    static Middle of(TrainingData data) {
      var means = NDArrays.stack(data.cache().ofEachClass(LearnedMethodTest::mean));
      var mean = means.mean(new int[] {0}).reshape(1, -1, 1, 1);
      return new Middle(mean, mean.onesLike());
    }

    @Override
    public NDArray errors(NDArray features) {
      return features.sub(mean).div(deviation).square().mean(new int[] {1}, true);
    }
  }

  /** (n, C, H, W) -> (C). */
  private static NDArray mean(NDArray features) {
    return features.flatten(2, 3).mean(new int[] {2}).mean(new int[] {0});
  }

  private static final LearnedMethod<Middle> METHOD =
      new LearnedMethod<>("middle", Middle.class, Middle::of);

  @TempDir static Path folder;
  private static ImageSet set;
  private static LearnedDetector<?> detector;

  @BeforeAll
  static void train() {
    set = MvtecFolder.scan(TestImages.twoClasses(folder.resolve("set"), SIZE), List.of());
    var backbone = Backbones.load(Backbones.DEFAULT, Device.cpu());
    detector = (LearnedDetector<?>) ScratchRun.train(METHOD, new NoSettings(), set, backbone, SIZE);
  }

  @AfterAll
  static void close() {
    detector.close();
  }

  private static List<RgbImage> images() {
    return set.test().stream().map(sample -> ImageFiles.read(sample.image())).toList();
  }

  private static LearnedDetector<Middle> read(Path run) {
    return LearnedDetector.read(SavedDetector.open(run), Device.cpu(), Middle.class);
  }

  private static void assertSame(AnomalyMap expected, AnomalyMap actual) {
    assertArrayEquals(expected.values(), actual.values());
    assertEquals(expected.score(), actual.score());
    assertEquals(expected.anomalous(), actual.anomalous());
    assertEquals(expected.imageThreshold(), actual.imageThreshold());
    assertEquals(expected.pixelThreshold(), actual.pixelThreshold());
  }

  @Test
  void whatIsSavedComesBackWithItsThresholds() throws Exception {
    var run = Files.createTempDirectory(folder, "run");
    detector.save(run);
    var expected = detector.detect(images());
    try (var again = read(run)) {
      var maps = again.detect(images());
      for (int i = 0; i < maps.size(); i++) {
        assertSame(expected.get(i), maps.get(i));
      }
      assertTrue(Double.isFinite(again.thresholds().image()));
      assertEquals("middle", SavedDetector.open(run).method());
    }
  }

  @Test
  void manyImagesGiveWhatEachGivesAlone() {
    var many = Collections.nCopies(11, images().get(0)); // more than are taken at a time
    var alone = detector.detect(many.subList(0, 1)).get(0);
    var maps = detector.detect(many);
    assertEquals(11, maps.size());
    assertArrayEquals(alone.values(), maps.get(10).values(), 1e-4f);
    assertEquals(List.of(), detector.detect(List.of()));
  }

  @Test
  void djlsPredictorGivesTheSame() throws Exception {
    var image = images().get(0);
    var expected = detector.detect(List.of(image)).get(0);
    try (var predictor = detector.newPredictor()) {
      var picture = ImageFactory.getInstance().fromImage(ImageFiles.toBuffered(image));
      assertArrayEquals(expected.values(), predictor.predict(picture).values(), 1e-5f);
    }
  }

  @Test
  void nothingIsAnomalousUntilThresholdsAreMeasured() throws Exception {
    var run = Files.createTempDirectory(folder, "run");
    detector.save(run);
    try (var other = read(run)) {
      other.calibrate(Thresholds.NONE);
      assertTrue(other.detect(images()).stream().noneMatch(AnomalyMap::anomalous));
      other.calibrate(new Thresholds(0, 0));
      assertTrue(other.detect(images()).stream().allMatch(AnomalyMap::anomalous));
    }
  }

  @Test
  void aClosedOneSaysSo() throws Exception {
    var run = Files.createTempDirectory(folder, "run");
    detector.save(run);
    var closed = read(run);
    closed.close();
    var error = assertThrows(IllegalStateException.class, () -> closed.detect(images()));
    assertTrue(error.getMessage().contains("closed"), error.getMessage());
    assertFalse(detector.detect(images()).isEmpty());
  }

  /** Refused with these arrays in place of what was saved. */
  private static void refused(String message, Map<String, Shape> others) throws Exception {
    var run = Files.createTempDirectory(folder, "run");
    detector.save(run);
    var file = run.resolve(SavedDetector.FILE);
    var saved = Safetensors.read(file);
    try (var manager = NDManager.newBaseManager(Device.cpu())) {
      var arrays = new LinkedHashMap<String, NDArray>();
      saved.tensors().forEach((name, tensor) -> arrays.put(name, tensor.toArray(manager)));
      others.forEach(
          (name, shape) -> {
            if (shape == null) {
              arrays.remove(name);
            } else {
              arrays.put(name, manager.zeros(shape));
            }
          });
      Safetensors.write(file, arrays, saved.metadata());
    }
    var error = assertThrows(UserError.class, () -> read(run));
    assertTrue(error.getMessage().contains(file.toString()), error.getMessage());
    assertTrue(error.getMessage().contains(message), error.getMessage());
    assertTrue(error.getMessage().length() <= 500, error.getMessage());
  }

  @Test
  void arraysThatLackOrDoNotFitAreRefused() throws Exception {
    refused("no deviation", Collections.singletonMap("deviation", null));
    refused("do not fit", Map.of("mean", new Shape(1, 3, 1, 1)));
    refused("one a position", Map.of("mean", new Shape(2, 208, 1, 1)));
  }

  @Test
  void aRecordOfAnythingElseCannotBeSavedAndIsNoMethod() {
    record Named(NDArray mean, String name) implements LearnedErrors {
      @Override
      public NDArray errors(NDArray features) {
        return features;
      }
    }
    assertThrows(
        IllegalArgumentException.class,
        () -> new LearnedMethod<>("named", Named.class, data -> null));
  }
}
