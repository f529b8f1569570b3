package org.onenip.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.onenip.JavaProcess;
import org.onenip.method.onenip.OneNipCriterion;
import org.onenip.method.onenip.OneNipSettings;
import org.onenip.method.onenip.OneNipTraining;
import org.onenip.model.OneNipConfig;
import org.onenip.training.parallel.Replicas;

/**
 * A thousand steps, or two hundred of two replicas, leave resident memory flat. They run in a
 * process of their own, whose heap is small and resident from the start, so that what grows is the
 * engine's memory.
 */
class MemoryTest {
  private static final long PAGE = 4096;
  private static final int SETTLED = 200;

  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = "resident memory is read from /proc")
  void aThousandStepsLeaveResidentMemoryFlat() throws Exception {
    // a single leaked map of each step (4 · 64 · 64 floats) would be 64 MiB
    assertFlat(1, 1000, 24);
  }

  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = "resident memory is read from /proc")
  void twoHundredStepsOfTwoReplicasDoToo() throws Exception {
    // the copies of the parameters that one replica leaks in each step would be 250 MiB
    assertFlat(2, 200, 12);
  }

  private static void assertFlat(int replicas, int steps, long mebibytes) throws Exception {
    var heap = List.of("-Xms128m", "-Xmx128m", "-XX:+AlwaysPreTouch");
    var process = JavaProcess.start(heap, Steps.class, replicas, steps);
    var output = JavaProcess.finish(process, 0);
    var figures = output.lines().reduce((first, second) -> second).orElseThrow().split(" ");
    assertEquals("0", figures[0], "arrays were left behind");
    assertTrue(
        Long.parseLong(figures[1]) >> 20 < mebibytes,
        "resident memory grew by %s bytes over %d steps".formatted(figures[1], steps));
  }

  /** Takes as many steps with as many replicas, and prints what arrays and bytes they added. */
  static final class Steps {
    private Steps() {}

    public static void main(String[] args) throws IOException {
      int replicas = Integer.parseInt(args[0]);
      int steps = Integer.parseInt(args[1]);
      var config = OneNipConfig.paper(16, 4).withWidth(32).withLayers(1, 1);
      var settings = OneNipSettings.tiny(16, 4, 10).withModel(config);
      try (var manager = NDManager.newBaseManager(Device.cpu());
          var trainer = trainer(manager, settings, replicas)) {
        long settled = 0;
        int arrays = 0;
        for (int i = 1; i <= SETTLED + steps; i++) {
          step(manager, trainer);
          if (i == SETTLED) {
            settled = residentBytes();
            arrays = manager.getManagedArrays().size();
          }
        }
        int left = manager.getManagedArrays().size() - arrays;
        System.out.println(left + " " + (residentBytes() - settled));
      }
    }

    private static MethodTrainer<OneNipCriterion.Batch> trainer(
        NDManager manager, OneNipSettings settings, int replicas) {
      return OneNipTraining.begin(
              manager, settings, Replicas.on(Collections.nCopies(replicas, Device.cpu())))
          .trainer();
    }

    private static void step(NDManager manager, MethodTrainer<OneNipCriterion.Batch> trainer) {
      try (var scratch = manager.newSubManager()) {
        var shape = new Shape(2, 16, 4, 4);
        trainer.step(
            new OneNipCriterion.Batch(
                scratch.randomNormal(shape),
                scratch.randomNormal(shape),
                scratch.randomNormal(shape),
                scratch.zeros(new Shape(4, 1, 64, 64))),
            0);
      }
    }

    private static long residentBytes() throws IOException {
      System.gc();
      return Long.parseLong(Files.readString(Path.of("/proc/self/statm")).split(" ")[1]) * PAGE;
    }
  }
}
