package org.onenip.method.uniad;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.onenip.TestImages;
import org.onenip.backbone.Backbones;
import org.onenip.data.ImageSet;
import org.onenip.data.MvtecFolder;
import org.onenip.data.SampleImages;
import org.onenip.detect.RunFolder;
import org.onenip.detect.StepListener;
import org.onenip.detect.StepLog;
import org.onenip.detect.TrainingStopped;
import org.onenip.method.Detectors;
import org.onenip.model.Decoders;
import org.onenip.training.Preset;
import org.onenip.training.Schedule;
import org.onenip.training.TrainingContext;
import org.onenip.training.TrainingSize;

class UniAdMethodTest {
  private static final int SIZE = 128;
  private static final int STEPS = 60;

  @TempDir Path folder;
  private ImageSet set;

  @BeforeEach
  void write() {
    set = MvtecFolder.scan(TestImages.twoClasses(folder.resolve("set"), SIZE), List.of());
  }

  /** Trains the tiny preset into a run, and saves the detector. */
  private void train(Path folder, StepListener listener) {
    var backbone = Backbones.load(Backbones.DEFAULT, Device.cpu());
    var method = new UniAdMethod();
    try (var run = RunFolder.open(folder);
        var context = new TrainingContext(set, backbone, SIZE, run, listener)) {
      var settings = method.settings(Preset.TINY, context.trainingSize()).withSteps(STEPS);
      try (var detector = method.train(context, settings)) {
        detector.save(folder);
      }
    }
  }

  /** Lines of the log, but those that warn. */
  private static long steps(Path run) {
    return RunFolder.readLog(run).stream().filter(entry -> entry.has("loss")).count();
  }

  @Test
  void theSettingsAreThePublishedOnes() {
    var paper = UniAdSettings.of(Preset.PAPER, new TrainingSize(272, 14, 3629));
    assertEquals(Decoders.LAYERWISE_QUERY, paper.model().decoder());
    assertEquals(7, paper.model().neighborSize());
    var larger = UniAdSettings.of(Preset.PAPER, new TrainingSize(272, 20, 1));
    assertEquals(7, larger.model().neighborSize());
    assertEquals(57_000, paper.steps()); // 1000 epochs of 57 batches of 64
    assertEquals(1e-4, paper.learningRate());
    assertEquals(Schedule.STEP, paper.schedule());
    assertEquals(20, paper.model().jitter());
  }

  @Test
  void learnsToRebuildNormalsAndSetsOneThresholdForAll() {
    var run = folder.resolve("run");
    train(run, StepListener.SILENT);
    var log = RunFolder.readLog(run);
    assertEquals(STEPS, steps(run));
    double first = log.get(0).get("mse").getAsDouble();
    double last = log.get(STEPS - 1).get("mse").getAsDouble();
    assertTrue(last < 0.9 * first, "the error went from %f to %f".formatted(first, last));
    assertNull(log.get(0).get("dice"), "it has no refiner");
    try (var detector = Detectors.load(run, Device.cpu())) {
      var images = new SampleImages(SIZE);
      var tested = set.test().stream().map(images::image).toList();
      var maps = detector.detect(tested);
      double threshold = maps.get(0).imageThreshold();
      assertTrue(threshold > 0 && Double.isFinite(threshold));
      for (int i = 0; i < maps.size(); i++) {
        assertNull(maps.get(i).prompt());
        assertEquals(threshold, maps.get(i).imageThreshold(), "one threshold for all classes");
        assertEquals(maps.get(i).score() > threshold, maps.get(i).anomalous());
      }
    }
  }

  @Test
  void anInterruptedTrainingResumesToTheSameBytes() throws IOException {
    var unbroken = folder.resolve("unbroken");
    train(unbroken, StepListener.SILENT);
    var broken = folder.resolve("broken");
    var stopped =
        assertThrows(
            TrainingStopped.class,
            () ->
                train(
                    broken,
                    new StepListener() {
                      private int step;

                      @Override
                      public void step(StepLog entry) {
                        step = entry.step();
                      }

                      @Override
                      public boolean stopRequested() {
                        return step == 17;
                      }
                    }));
    assertEquals(17, stopped.step());
    assertTrue(Files.notExists(broken.resolve("model.safetensors")));
    train(broken, StepListener.SILENT);
    assertEquals(STEPS, steps(broken));
    for (var name : List.of("model.safetensors", RunFolder.STATE)) {
      assertArrayEquals(
          Files.readAllBytes(unbroken.resolve(name)),
          Files.readAllBytes(broken.resolve(name)),
          name);
    }
  }
}
