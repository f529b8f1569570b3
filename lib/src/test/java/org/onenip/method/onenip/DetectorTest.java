package org.onenip.method.onenip;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.modality.cv.ImageFactory;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.translate.TranslateException;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.onenip.TestImages;
import org.onenip.backbone.Backbones;
import org.onenip.data.ImageFiles;
import org.onenip.data.PilResize;
import org.onenip.data.RgbImage;
import org.onenip.detect.AnomalyMap;
import org.onenip.detect.FeatureExtractor;
import org.onenip.detect.FeatureScale;
import org.onenip.detect.ImageScore;
import org.onenip.detect.PromptChoice;
import org.onenip.method.Detectors;
import org.onenip.model.OneNip;
import org.onenip.model.OneNipConfig;
import org.onenip.support.UserError;

/** A detector with an untrained network: its contracts do not depend on what it has learned. */
class DetectorTest {
  /** As in the parity checks: largest difference over largest value, of float32 maps. */
  private static final float AGREEMENT = 1e-5f;

  private static final int SIZE = 64;

  private final List<RgbImage> images =
      List.of(image(new Color(40, 150, 60), 1), image(new Color(220, 140, 40), 2));
  private OneNipDetector detector;

  private static BufferedImage picture(Color color, long seed) {
    return TestImages.stripes(80, color, seed);
  }

  private static RgbImage image(Color color, long seed) {
    return ImageFiles.toRgb(picture(color, seed));
  }

  @BeforeEach
  void build() {
    var backbone = Backbones.load("lite2", Device.cpu());
    var config = OneNipConfig.paper(208, 4).withWidth(32).withLayers(1, 1);
    try (var manager = NDManager.newBaseManager(Device.cpu())) {
      var network = new OneNip(config);
      var shape = new Shape(1, 208, 4, 4);
      network.initialize(manager, DataType.FLOAT32, shape, shape);
      var scale = FeatureScale.none(208);
      var extractor = new FeatureExtractor(backbone, scale, SIZE);
      var prompts = new ArrayList<Prompt>();
      var names = List.of("green", "orange");
      for (int i = 0; i < 2; i++) {
        var features = extractor.features(manager, List.of(images.get(i))).toFloatArray();
        var resized = PilResize.bilinear(images.get(i), SIZE, SIZE);
        prompts.add(new Prompt(names.get(i), resized, features));
      }
      var thresholds = Map.of("green", 3.0, "orange", 4.0);
      detector =
          new OneNipDetector(
              backbone, scale, network, prompts, new Calibration(5, 0.5, thresholds, thresholds));
    }
  }

  @AfterEach
  void close() {
    detector.close();
  }

  @Test
  void savesLoadsAndGivesTheSameNumbers(@TempDir Path run) {
    var before = detector.detect(images, new PromptChoice.Nearest());
    detector.save(run);
    try (var loaded = Detectors.loadOneNip(run, Device.cpu())) {
      var after = loaded.detect(images, new PromptChoice.Nearest());
      for (int i = 0; i < images.size(); i++) {
        assertArrayEquals(before.get(i).values(), after.get(i).values());
        assertEquals(before.get(i).score(), after.get(i).score());
        assertEquals(before.get(i).anomalous(), after.get(i).anomalous());
      }
      assertEquals(detector.calibration(), loaded.calibration());
      assertArrayEquals(
          detector.promptImage("orange").orElseThrow().rgb(),
          loaded.promptImage("orange").orElseThrow().rgb());
    }
  }

  @Test
  void thePredictorGivesWhatDetectGives() throws TranslateException {
    var expected = detector.detect(images, new PromptChoice.Nearest());
    var factory = ImageFactory.getInstance();
    try (var predictor = detector.newPredictor()) {
      var first = factory.fromImage(picture(new Color(40, 150, 60), 1));
      var second = factory.fromImage(picture(new Color(220, 140, 40), 2));
      var maps = predictor.batchPredict(List.of(first, second));
      for (int i = 0; i < 2; i++) {
        assertArrayEquals(
            expected.get(i).values(), maps.get(i).values(), AGREEMENT * expected.get(i).score());
        assertEquals(expected.get(i).prompt(), maps.get(i).prompt());
      }
      // alone in its batch, where the engine rounds differently
      float score = expected.get(0).score();
      assertEquals(score, predictor.predict(first).score(), AGREEMENT * score);
    }
  }

  @Test
  void everyChoiceOfPromptGivesTheClassThatItShould() {
    assertEquals(List.of("green", "orange"), prompts(new PromptChoice.Nearest()));
    assertEquals(List.of("orange", "orange"), prompts(new PromptChoice.Fixed("orange")));
    var swapped = List.of("orange", "green");
    assertEquals(swapped, prompts(new PromptChoice.Told(swapped)));
    assertEquals(swapped, prompts(new PromptChoice.Random(swapped, 1)));
    assertThrows(UserError.class, () -> prompts(new PromptChoice.Fixed("blue")));
  }

  private List<String> prompts(PromptChoice choice) {
    return detector.detect(images, choice).stream().map(AnomalyMap::prompt).toList();
  }

  @Test
  void theFusedMapFollowsEquationTen() {
    var maps = detector.maps(images, new PromptChoice.Nearest());
    var fused = detector.detect(images, new PromptChoice.Nearest());
    var reconstruction = maps.get(0).reconstruction();
    var refined = maps.get(0).refined();
    for (int i = 0; i < reconstruction.length; i++) {
      float expected = 0.5f * reconstruction[i] + 0.5f * 5 * refined[i];
      assertEquals(expected, fused.get(0).values()[i], 1e-5f);
    }
    assertEquals(4f, fused.get(1).imageThreshold());
  }

  @Test
  void anImageIsAnomalousAboveItsClasssThreshold() {
    var scores = detector.detect(images).stream().map(map -> (double) map.score()).toList();
    for (double factor : new double[] {0.9, 1.1}) {
      var thresholds = Map.of("green", factor * scores.get(0), "orange", factor * scores.get(1));
      var strict = detector.with(new Calibration(5, 0.5, thresholds, thresholds));
      for (var map : strict.detect(images)) {
        assertEquals(factor < 1, map.anomalous(), "score " + map.score());
      }
    }
  }

  @Test
  void theImageScoreIsTheLargestMeanOfSixteenBySixteen() {
    var map = new float[32 * 32];
    for (int y = 10; y < 26; y++) {
      for (int x = 3; x < 19; x++) {
        map[y * 32 + x] = 2;
      }
    }
    assertEquals(2, ImageScore.of(map, 32), 1e-6);
    map[10 * 32 + 3] = 0;
    assertEquals(2 * 255 / 256.0, ImageScore.of(map, 32), 1e-6);
  }

  @Test
  void manyPredictionsLeaveNoArraysBehind() {
    detector.detect(images, new PromptChoice.Nearest());
    int before = managed();
    for (int i = 0; i < 20; i++) {
      detector.detect(images, new PromptChoice.Nearest());
    }
    assertEquals(before, managed());
  }

  private int managed() {
    return detector
        .network()
        .getParameters()
        .get(0)
        .getValue()
        .getArray()
        .getManager()
        .getManagedArrays()
        .size();
  }

  @Test
  void aDetectorWithoutPromptsSaysWhatItNeeds() {
    var bare =
        new OneNipDetector(
            detector.extractor().backbone(),
            FeatureScale.none(208),
            detector.network(),
            List.of(),
            Calibration.of(1, 0.5));
    var error =
        assertThrows(UserError.class, () -> bare.detect(images, new PromptChoice.Nearest()));
    assertTrue(error.getMessage().contains("--data"), error.getMessage());
    assertFalse(bare.promptImage("green").isPresent());
  }

  @Test
  void aViewLeavesTheDetectorThatItIsOfOpen() {
    var before = detector.detect(images).get(0).values();
    var other = detector.with(detector.calibration().with(7, 0.5));
    other.detect(images);
    other.close();
    detector.with(detector.prompts().subList(0, 1)).close();
    assertArrayEquals(before, detector.detect(images).get(0).values());
  }

  @Test
  void aClosedDetectorSaysSo() {
    var view = detector.with(detector.calibration());
    detector.close();
    for (var closed : List.of(detector, view)) {
      var error = assertThrows(IllegalStateException.class, () -> closed.detect(images));
      assertTrue(error.getMessage().contains("detector was closed"), error.getMessage());
    }
  }
}
