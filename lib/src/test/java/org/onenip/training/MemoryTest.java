package org.onenip.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.onenip.model.OneNipConfig;

/** A thousand steps leave resident memory flat. */
class MemoryTest {
  private static final long PAGE = 4096;

  private static long residentBytes() throws IOException {
    return Long.parseLong(Files.readString(Path.of("/proc/self/statm")).split(" ")[1]) * PAGE;
  }

  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = "resident memory is read from /proc")
  void aThousandStepsLeaveResidentMemoryFlat() throws IOException {
    var config = OneNipConfig.paper(16, 4).withWidth(32).withLayers(1, 1);
    var settings = TrainingSettings.tiny(16, 4, 10).withModel(config);
    try (var manager = NDManager.newBaseManager(Device.cpu());
        var trainer = new OneNipTrainer(manager, settings)) {
      long settled = 0;
      int arrays = 0;
      for (int i = 1; i <= 1000; i++) {
        try (var scratch = manager.newSubManager()) {
          var shape = new Shape(2, 16, 4, 4);
          trainer.step(
              new OneNipTrainer.Features(
                  scratch.randomNormal(shape),
                  scratch.randomNormal(shape),
                  scratch.randomNormal(shape),
                  scratch.zeros(new Shape(4, 1, 64, 64))),
              0);
        }
        if (i == 200) {
          settled = residentBytes();
          arrays = manager.getManagedArrays().size();
        }
      }
      assertEquals(arrays, manager.getManagedArrays().size(), "arrays were left behind");
      // a single leaked map of each step (4 · 64 · 64 floats) would be 52 MB
      long grown = (residentBytes() - settled) >> 20;
      assertTrue(grown < 40, "resident memory grew by %d MiB".formatted(grown));
    }
  }
}
