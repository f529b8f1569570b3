package org.onenip.training.parallel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.onenip.TestImages;
import org.onenip.backbone.Backbone;
import org.onenip.backbone.Backbones;
import org.onenip.data.ImageSet;
import org.onenip.data.MvtecFolder;
import org.onenip.detect.Detector;
import org.onenip.detect.RunFolder;
import org.onenip.detect.StepListener;
import org.onenip.detect.StepLog;
import org.onenip.detect.TrainingStopped;
import org.onenip.method.onenip.OneNipMethod;
import org.onenip.method.uniad.UniAdMethod;
import org.onenip.support.UserError;
import org.onenip.training.Preset;
import org.onenip.training.TrainingContext;

/** Whole trainings, backbone and checkpoints included, by two replicas on a CPU and by one. */
class ReplicatedRunTest {
  private static final int STEPS = 8;
  private static final int STOP = 3;

  /** Relative, of every step's loss and gradient norm; 6e-7 were seen. */
  private static final double TOLERANCE = 1e-5;

  @TempDir Path folder;

  private static List<Backbone> backbones(int replicas) {
    return Stream.generate(() -> Backbones.load(Backbones.DEFAULT, Device.cpu()))
        .limit(replicas)
        .toList();
  }

  private ImageSet set(int side) {
    return MvtecFolder.scan(TestImages.twoClasses(folder.resolve("set"), side), List.of());
  }

  /** A training with so many replicas of the backbone. */
  @FunctionalInterface
  private interface Training {
    Detector of(ImageSet set, RunFolder run, StepListener listener);
  }

  /** Without dropout, whose masks every replica draws for itself. */
  private static Training oneNip(int replicas) {
    return (set, run, listener) -> {
      try (var context = context(set, replicas, 64, run, listener)) {
        var method = new OneNipMethod();
        var tiny = method.settings(Preset.TINY, context.trainingSize());
        return method.train(
            context,
            tiny.withModel(tiny.model().withErrorDropout(0)).withSteps(STEPS).withBatch(3));
      }
    };
  }

  private static Training uniAd(int replicas) {
    return (set, run, listener) -> {
      try (var context = context(set, replicas, 128, run, listener)) {
        var method = new UniAdMethod();
        var tiny = method.settings(Preset.TINY, context.trainingSize());
        return method.train(context, tiny.withSteps(STEPS).withBatch(3));
      }
    };
  }

  private static TrainingContext context(
      ImageSet set, int replicas, int size, RunFolder run, StepListener listener) {
    return new TrainingContext(set, backbones(replicas), size, Optional.empty(), run, listener);
  }

  private static void train(Training method, ImageSet set, Path run, int stop) {
    var listener =
        new StepListener() {
          private int step;

          @Override
          public void step(StepLog entry) {
            step = entry.step();
          }

          @Override
          public boolean stopRequested() {
            return step == stop;
          }
        };
    try (var open = RunFolder.open(run);
        var detector = method.of(set, open, listener)) {
      detector.save(run);
    }
  }

  private static void assertSame(Path expected, Path actual) {
    var one = steps(expected);
    var other = steps(actual);
    assertEquals(STEPS, one.size());
    assertEquals(STEPS, other.size());
    for (int i = 0; i < STEPS; i++) {
      for (int column = 0; column < 2; column++) {
        double figure = one.get(i)[column];
        assertEquals(figure, other.get(i)[column], TOLERANCE * figure, "step " + (i + 1));
      }
    }
  }

  /** Loss and gradient norm of each step. */
  private static List<double[]> steps(Path run) {
    return RunFolder.readLog(run).stream()
        .filter(entry -> entry.has("loss"))
        .map(
            entry ->
                new double[] {
                  entry.get("loss").getAsDouble(), entry.get("gradientNorm").getAsDouble()
                })
        .toList();
  }

  @Test
  void aCheckpointGoesOnEquallyOnMoreOrFewerDevices() {
    var set = set(64);
    var alone = folder.resolve("alone");
    train(oneNip(1), set, alone, 0);
    for (int before = 1; before <= 2; before++) {
      int first = before;
      var run = folder.resolve("from" + first);
      assertThrows(TrainingStopped.class, () -> train(oneNip(first), set, run, STOP));
      train(oneNip(3 - first), set, run, 0);
      assertSame(alone, run);
    }
  }

  @Test
  void uniAdTrainsEqually() {
    var set = set(128);
    train(uniAd(1), set, folder.resolve("one"), 0);
    train(uniAd(2), set, folder.resolve("two"), 0);
    assertSame(folder.resolve("one"), folder.resolve("two"));
  }

  @Test
  void aBatchTooSmallForTheDevicesIsRefused() {
    for (var error :
        List.of(
            assertThrows(UserError.class, () -> train(oneNip(4), set(64), folder, 0)),
            assertThrows(UserError.class, () -> train(uniAd(4), set(128), folder, 0)))) {
      assertTrue(error.getMessage().contains("batch of 3"), error.getMessage());
    }
  }
}
