package org.onenip.backbone;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.onenip.Reference.resource;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.onenip.support.UserError;

/**
 * Backbones that users bring. {@code maps.pt} is a small network of random weights with the maps of
 * docs/research.md's module, 4, 6 and 8 channels at strides 4, 8 and 16.
 */
class RegisteredBackboneTest {
  @TempDir Path folder;

  private static float[] features(Backbone backbone) {
    try (var manager = NDManager.newBaseManager(Device.cpu())) {
      manager.getEngine().setRandomSeed(1);
      var images = manager.randomUniform(0, 1, new Shape(3, 3, 96, 96));
      var features = backbone.features(images);
      assertEquals(new Shape(3, 18, 6, 6), features.getShape());
      return features.toFloatArray();
    }
  }

  @Test
  void aTorchScriptFileOutlivesTheGarbageCollectorAndItsRun() throws Exception {
    var file = resource("parity/maps.pt").toString();
    try (var backbone = Backbones.load(file, Device.cpu())) {
      for (int i = 0; i < 3; i++) { // what nobody holds is finalised in another thread
        System.gc();
        Thread.sleep(100);
      }
      var features = features(backbone);
      backbone.save(folder);
      try (var again =
          Backbones.loadSaved(backbone.name(), folder, Device.cpu(), Trust.TORCH_SCRIPT)) {
        assertArrayEquals(features, features(again));
      }
    }
  }

  @Test
  void aRegisteredOneIsFoundByItsNameAndLeavesNothingInARun() throws Exception {
    var file = resource("parity/maps.pt").toString();
    Backbones.register("small-maps", device -> Backbones.load(file, device));
    assertTrue(Backbones.atHand("small-maps"));
    try (var backbone = Backbones.load("small-maps", Device.cpu());
        var again = Backbones.loadSaved("small-maps", folder, Device.cpu())) {
      assertEquals("small-maps", backbone.name());
      assertArrayEquals(features(backbone), features(again));
      backbone.save(folder);
      try (var files = Files.list(folder)) {
        assertEquals(0, files.count());
      }
    }
  }

  @Test
  void ourNamesAndFilesAreNotReplaced() {
    for (var name : new String[] {"lite2", "b4", "b4=weights.pth", "maps.pt"}) {
      assertThrows(UserError.class, () -> Backbones.register(name, device -> null), name);
      assertFalse(Backbones.isRegistered(name));
    }
  }
}
