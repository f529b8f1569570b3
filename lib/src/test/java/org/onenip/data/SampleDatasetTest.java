package org.onenip.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.onenip.TestImages;
import org.onenip.support.UserError;

class SampleDatasetTest {
  @TempDir Path folder;

  @Test
  void handsOutEveryImageInOrderWithLabelAndMask() {
    var set = MvtecFolder.scan(TestImages.twoClasses(folder.resolve("set"), 32), List.of());
    var shapes = new ArrayList<Shape>();
    var labels = new ArrayList<Float>();
    var anomalous = new ArrayList<Float>();
    try (var manager = NDManager.newBaseManager(Device.cpu())) {
      var dataset = new SampleDataset(set.test(), new SampleImages(16), 3);
      assertEquals(8, dataset.size());
      dataset.forEachBatch(
          manager,
          batch -> {
            shapes.add(batch.getData().head().getShape());
            for (float label : batch.getLabels().get(0).toFloatArray()) {
              labels.add(label);
            }
            for (float sum : batch.getLabels().get(1).sum(new int[] {1, 2, 3}).toFloatArray()) {
              anomalous.add(sum);
            }
          });
      assertEquals(16, dataset.getImageWidth().orElseThrow());
      assertEquals(16, dataset.getImage(5).getHeight());
      var first = dataset.get(manager, 5).getData().head().toFloatArray();
      var image = new SampleImages(16).image(set.test().get(5));
      assertArrayEquals(
          Images.toTensor(manager, List.of(image)).toFloatArray(), first, "the sixth image");
      assertTrue(manager.getManagedArrays().size() < 10, "batches are closed after use");
    }
    assertEquals(
        List.of(new Shape(3, 3, 16, 16), new Shape(3, 3, 16, 16), new Shape(2, 3, 16, 16)), shapes);
    assertEquals(List.of(0f, 0f, 1f, 1f, 0f, 0f, 1f, 1f), labels);
    // a quarter by a quarter of each defective image is spoilt
    assertEquals(List.of(0f, 0f, 16f, 16f, 0f, 0f, 16f, 16f), anomalous);
  }

  @Test
  void namesTheImageThatCannotBeRead() throws IOException {
    var set = MvtecFolder.scan(TestImages.twoClasses(folder.resolve("set"), 32), List.of());
    var broken = set.train().get(7).image();
    Files.writeString(broken, "no image");
    try (var manager = NDManager.newBaseManager(Device.cpu())) {
      var dataset = new SampleDataset(set.train(), new SampleImages(16), 4);
      var error = assertThrows(UserError.class, () -> dataset.forEachBatch(manager, batch -> {}));
      assertTrue(error.getMessage().contains(broken.toString()), error.getMessage());
    }
  }

  /** Else the manager would be closed under a thread that writes to its memory. */
  @Test
  void nobodyReadsAnyMoreAfterABatchWasRefused() throws InterruptedException {
    var set = MvtecFolder.scan(TestImages.twoClasses(folder.resolve("set"), 256), List.of());
    try (var manager = NDManager.newBaseManager(Device.cpu())) {
      var dataset = new SampleDataset(set.train(), new SampleImages(256), 2);
      assertThrows(
          IllegalStateException.class,
          () ->
              dataset.forEachBatch(
                  manager,
                  batch -> {
                    assertTrue(readers() > 0);
                    throw new IllegalStateException("refused");
                  }));
      for (int i = 0; readers() > 0 && i < 1000; i++) { // a thread outlives its last task a little
        Thread.sleep(10);
      }
      assertEquals(0, readers());
    }
  }

  private static long readers() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals(SampleDataset.READER))
        .count();
  }
}
