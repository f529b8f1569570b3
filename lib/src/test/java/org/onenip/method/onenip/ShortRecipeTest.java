package org.onenip.method.onenip;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.modality.cv.ImageFactory;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import java.awt.Color;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.onenip.SmallNetwork;
import org.onenip.TestImages;
import org.onenip.backbone.Backbones;
import org.onenip.backbone.Neck;
import org.onenip.data.ImageFiles;
import org.onenip.data.ImageSet;
import org.onenip.data.MvtecFolder;
import org.onenip.data.RgbImage;
import org.onenip.detect.PromptChoice;
import org.onenip.detect.RunFolder;
import org.onenip.detect.StepListener;
import org.onenip.detect.StepLog;
import org.onenip.method.Detectors;
import org.onenip.run.ScratchRun;
import org.onenip.support.Records;
import org.onenip.support.UserError;
import org.onenip.training.MethodTrainer;
import org.onenip.training.TrainingContext;
import org.onenip.weights.Safetensors;

/** What the short presets add: the memory, its file, and the refiner that begins anew. */
class ShortRecipeTest {
  private static final int SIDE = 64;

  @TempDir Path folder;

  private ImageSet set() {
    return MvtecFolder.scan(TestImages.twoClasses(folder.resolve("set"), SIDE), List.of());
  }

  private OneNipDetector train(ImageSet set, OneNipSettings settings) {
    var backbone = Backbones.load(Backbones.DEFAULT, Device.cpu()).with(Neck.MOMENTS);
    try (var run = RunFolder.open(folder.resolve("run"));
        var context = new TrainingContext(set, backbone, SIDE, run, StepListener.SILENT)) {
      var detector = new OneNipMethod().train(context, settings);
      detector.save(run.path());
      return detector;
    }
  }

  private static OneNipSettings tiny() {
    return OneNipSettings.tiny(296, SIDE / 16, 24).withSteps(2).withBatch(2);
  }

  private RgbImage spotted() {
    return ImageFiles.read(folder.resolve("set/green/test/spot/000.png"));
  }

  private static float[] map(OneNipDetector detector, RgbImage image) {
    return detector.detect(List.of(image), new PromptChoice.Nearest()).get(0).values();
  }

  @Test
  void aDetectorWithAMemoryIsTheSameAfterItWasSaved() {
    try (var detector = train(set(), tiny());
        var again = Detectors.loadOneNip(folder.resolve("run"), Device.cpu())) {
      assertEquals(2, again.memory().classes().size());
      assertEquals(
          detector.prompts().get(0).signposts().size(), again.prompts().get(0).signposts().size());
      assertArrayEquals(map(detector, spotted()), map(again, spotted()), 1e-6f);
    }
  }

  @Test
  void aNetworkThatAsksForAMemoryGetsNoDetectorWithoutOne() {
    try (var detector = train(set(), tiny())) {
      var error =
          assertThrows(
              IllegalArgumentException.class,
              () ->
                  new OneNipDetector(
                      detector.extractor().backbone(),
                      detector.extractor().scale(),
                      detector.network(),
                      detector.prompts(),
                      detector.calibration()));
      assertTrue(error.getMessage().contains("memory"), error.getMessage());
    }
  }

  @Test
  void aMethodKeepsNoState() {
    var method = new OneNipMethod();
    var maps = new ArrayList<float[]>();
    for (int i = 0; i < 2; i++) {
      var backbone = Backbones.load(Backbones.DEFAULT, Device.cpu()).with(Neck.MOMENTS);
      try (var detector =
          (OneNipDetector) ScratchRun.train(method, tiny(), set(), backbone, SIDE)) {
        maps.add(map(detector, spotted()));
      }
    }
    assertArrayEquals(maps.get(0), maps.get(1));
  }

  @Test
  void thePredictorSaysWhatTheDetectorSays() throws Exception {
    try (var detector = train(set(), tiny());
        var predictor = detector.newPredictor()) {
      var file = folder.resolve("set/green/test/spot/000.png");
      var image = ImageFactory.getInstance().fromFile(file);
      assertArrayEquals(map(detector, spotted()), predictor.predict(image).values(), 1e-5f);
    }
  }

  @Test
  void aPromptOfAnUnknownClassBringsItsOwnTokens() {
    try (var detector = train(set(), tiny())) {
      var file = folder.resolve("set/green/train/good/000.png");
      var alone = detector.with(List.of(PromptSelection.given(detector, file)));
      float[] itself = new float[SIDE * SIDE];
      var maps = alone.maps(List.of(ImageFiles.read(file)), new PromptChoice.Nearest()).get(0);
      assertArrayEquals(itself, maps.remembered(), 1e-2f); // an image is no distance from itself
    }
  }

  @ParameterizedTest
  @CsvSource({"0.5, 1000", "1, 1000", "0.5, 0"})
  void faultsOfFeaturesServeInPlaceOfThoseOfPixels(double share, int memory) {
    var settings = Records.with(tiny(), "featureFaults", share);
    settings = settings.withModel(settings.model().withMemory(memory));
    train(set(), Records.with(settings, "memoryWeight", memory == 0 ? 0.0 : 0.9)).close();
    var log = RunFolder.readLog(folder.resolve("run"));
    assertEquals(2, log.size());
    assertTrue(log.get(1).get("recall").getAsDouble() > 0);
  }

  @Test
  void quickTakesNoStepAndStillFindsTheSpot() {
    var quick = OneNipSettings.quick(296, SIDE / 16, 24);
    try (var detector = train(set(), quick)) {
      var good = ImageFiles.read(folder.resolve("set/green/test/good/000.png"));
      var nearest = new PromptChoice.Nearest();
      float spot = detector.detect(List.of(spotted()), nearest).get(0).score();
      assertTrue(spot > detector.detect(List.of(good), nearest).get(0).score());
      var warnings = RunFolder.warnings(folder.resolve("run"));
      assertTrue(warnings.get(0).contains("Nothing was trained"), warnings.toString());
    }
  }

  @Test
  void aClassOfFewImagesDoesNotCallEveryImageAnomalous() {
    var root = folder.resolve("few");
    TestImages.oneClass(root.resolve("green"), SIDE, new Color(40, 150, 60), 4);
    var few = MvtecFolder.scan(root, List.of());
    try (var detector = train(few, OneNipSettings.quick(296, SIDE / 16, 4))) {
      var good = ImageFiles.read(root.resolve("green/test/good/000.png"));
      var spot = ImageFiles.read(root.resolve("green/test/spot/000.png"));
      var maps = detector.detect(List.of(good, spot), new PromptChoice.Nearest());
      assertFalse(maps.get(0).anomalous(), "score " + maps.get(0).score());
      assertTrue(maps.get(1).anomalous(), "score " + maps.get(1).score());
    }
  }

  @Test
  void aDamagedMemoryIsRefusedWithTheFilesName() {
    train(set(), tiny()).close();
    var file = folder.resolve("run/model.safetensors");
    var saved = Safetensors.read(file);
    try (var manager = NDManager.newBaseManager(Device.cpu())) {
      var arrays = new LinkedHashMap<String, NDArray>();
      saved.tensors().forEach((name, tensor) -> arrays.put(name, tensor.toArray(manager)));
      arrays.put("memory.0.fine", manager.zeros(new Shape(10, 3)));
      Safetensors.write(file, arrays, saved.metadata());
    }
    var error =
        assertThrows(UserError.class, () -> Detectors.load(folder.resolve("run"), Device.cpu()));
    assertTrue(error.getMessage().contains("model.safetensors is no intact detector"));
  }

  @Test
  void aRefinerThatBeginsAnewIsWhatItWasAndTheRestStays() {
    try (var manager = NDManager.newBaseManager(Device.cpu())) {
      var config = SmallNetwork.config().withDropout(0).withJitter(0);
      var settings =
          OneNipSettings.paper(SmallNetwork.CHANNELS, config.grid(), 8)
              .withModel(config)
              .withLearningRate(0.01);
      var restarting = Records.with(settings, "restartRefiner", true);
      try (var trainer = OneNipTraining.begin(manager, settings).trainer()) {
        var watch = new RefinerWatch(trainer, restarting);
        var start = weights(trainer);
        var random = new Random(1);
        var side = 16 * config.grid();
        var masks = manager.zeros(new Shape(4, 1, side, side));
        masks.set(new NDIndex("2:, :, 8:24, 8:24"), 1);
        var batch =
            new OneNipCriterion.Batch(
                SmallNetwork.features(manager, random, 2),
                SmallNetwork.features(manager, random, 2),
                SmallNetwork.features(manager, random, 2),
                masks);
        trainer.step(batch, 0);
        var stepped = weights(trainer);
        var dark = new StepLog(1, Map.of("loss", 1.0, "recall", 0.0), 1, 1e-4, 1);
        var said = IntStream.range(0, RefinerWatch.WINDOW).mapToObj(i -> watch.see(dark));
        assertEquals(1, said.filter(Optional::isPresent).count());
        var restarted = weights(trainer);
        start.forEach(
            (name, values) -> {
              if (name.startsWith("seghead.")) {
                assertArrayEquals(values, restarted.get(name), name);
              } else {
                assertArrayEquals(stepped.get(name), restarted.get(name), name);
              }
            });
        var predictor = "seghead.predictor.weight";
        assertNotEquals(start.get(predictor)[0], stepped.get(predictor)[0]);
        trainer.step(batch, 0); // it learns on
        assertNotEquals(start.get(predictor)[0], weights(trainer).get(predictor)[0]);
      }
    }
  }

  private static Map<String, float[]> weights(MethodTrainer<?> trainer) {
    var weights = new LinkedHashMap<String, float[]>();
    trainer
        .parameters()
        .forEach((name, parameter) -> weights.put(name, parameter.getArray().toFloatArray()));
    return weights;
  }
}
