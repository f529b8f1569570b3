package org.onenip.backbone;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.onenip.weights.Safetensors;

/** The safe way to bring weights: numbers alone, of every network of ours. */
class OwnWeightsTest {
  @TempDir Path folder;

  private static float[] features(Backbone backbone) {
    try (var manager = NDManager.newBaseManager(Device.cpu())) {
      return backbone.features(manager.ones(new Shape(1, 3, 32, 32))).toFloatArray();
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = EfficientNetSpec.class,
      names = {"B5", "B6", "B7"}, // alike, but large
      mode = EnumSource.Mode.EXCLUDE)
  void safetensorsOfOnesOwnServeEveryNetworkAndLieInTheRun(EfficientNetSpec network) {
    var file = folder.resolve("mine.safetensors");
    try (var manager = NDManager.newBaseManager(Device.cpu())) {
      var arrays = new LinkedHashMap<String, NDArray>();
      RandomWeights.of(network).forEach((name, data) -> arrays.put(name, data.toArray(manager)));
      Safetensors.write(file, arrays, Map.of());
    }
    var name = network.name().toLowerCase(Locale.ROOT) + "=" + file;
    try (var backbone = Backbones.load(name, Device.cpu())) {
      backbone.save(folder);
      assertTrue(Files.exists(folder.resolve("backbone.safetensors")));
      try (var again = Backbones.loadSaved(name, folder, Device.cpu())) { // which trusts nothing
        assertArrayEquals(features(backbone), features(again));
      }
    }
  }
}
