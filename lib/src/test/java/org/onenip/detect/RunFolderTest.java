package org.onenip.detect;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.onenip.support.UserError;
import org.onenip.weights.Safetensors;

class RunFolderTest {
  @TempDir Path folder;

  @Test
  void aSecondTrainingOnTheSameFolderIsRefused() {
    try (var first = RunFolder.open(folder)) {
      var error = assertThrows(UserError.class, () -> RunFolder.open(first.path()));
      assertTrue(error.getMessage().contains(folder.toString()), error.getMessage());
    }
    RunFolder.open(folder).close(); // free again
  }

  @Test
  void halfALineThatAKillLeftIsPassedOver() throws IOException {
    Files.writeString(folder.resolve("log.jsonl"), "{\"step\":1,\"loss\":2}\n{\"step\":2,\"lo");
    assertEquals(1, RunFolder.readLog(folder).size());
    try (var run = RunFolder.open(folder)) {
      run.truncateLog(1);
      var line = new JsonObject();
      line.addProperty("step", 2);
      run.log(line);
    }
    assertEquals(2, RunFolder.readLog(folder).size());
  }

  @Test
  void aDamagedConfigIsRefusedByName() throws IOException {
    Files.writeString(folder.resolve("config.json"), "{\"settings\":");
    var error = assertThrows(UserError.class, () -> RunFolder.readConfig(folder));
    assertTrue(error.getMessage().contains("config.json"), error.getMessage());
  }

  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = "a full disk is played by /dev/full")
  void aFullDiskLeavesTheLastCheckpointAsItWas() throws IOException {
    var file = folder.resolve("optimizer.safetensors");
    try (var manager = NDManager.newBaseManager()) {
      var weights = manager.ones(new Shape(1000));
      Safetensors.write(file, Map.of("w", weights), Map.of("step", "1"));
      var good = Files.readAllBytes(file);
      Files.createSymbolicLink(folder.resolve("optimizer.safetensors.tmp"), Path.of("/dev/full"));
      var error =
          assertThrows(
              UserError.class,
              () -> Safetensors.write(file, Map.of("w", weights), Map.of("step", "2")));
      assertTrue(error.getMessage().contains(file.toString()), error.getMessage());
      assertArrayEquals(good, Files.readAllBytes(file));
    }
  }
}
