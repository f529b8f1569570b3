package org.onenip.weights;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.onenip.support.UserError;

class SafetensorsTest {
  @TempDir Path folder;

  @Test
  void readsWhatLiesBeyondTwoGigabytes() throws IOException {
    long most = 1_200_000_000;
    var file =
        sparse(
            """
            {"a":{"dtype":"U8","shape":[%1$d],"data_offsets":[0,%1$d]},
             "b":{"dtype":"U8","shape":[%1$d],"data_offsets":[%1$d,%2$d]},
             "last":{"dtype":"F32","shape":[2],"data_offsets":[%2$d,%3$d]}}"""
                .formatted(most, 2 * most, 2 * most + 8),
            2 * most);

    var tensors = Safetensors.read(file).tensors();

    assertTrue(Files.size(file) > 2L << 30);
    assertEquals(new Shape(most), tensors.get("b").shape());
    try (var manager = NDManager.newBaseManager()) {
      assertArrayEquals(
          new float[] {1.5f, -2}, tensors.get("last").toArray(manager).toFloatArray());
    }
  }

  @Test
  void refusesATensorOfMoreThanTwoGigabytes() throws IOException {
    long most = 2_200_000_000L;
    var file =
        sparse(
            """
            {"a":{"dtype":"U8","shape":[%1$d],"data_offsets":[0,%1$d]}}"""
                .formatted(most),
            most);

    var refusal = assertThrows(UserError.class, () -> Safetensors.read(file));

    assertTrue(refusal.getMessage().contains("more than 2 GiB"), refusal.getMessage());
  }

  @Test
  void aTensorIsACopyOfTheFile() throws IOException {
    var file = folder.resolve("own.safetensors");
    try (var manager = NDManager.newBaseManager()) {
      var tensors = new LinkedHashMap<>(Map.of("w", manager.create(new float[] {1, 2})));
      Safetensors.write(file, tensors, Map.of("k", "v"));
      var bytes = Files.readAllBytes(file);

      var read = Safetensors.read(file);
      var array = read.tensors().get("w").toArray(manager);
      array.addi(1);

      assertEquals(Map.of("k", "v"), read.metadata());
      assertArrayEquals(new float[] {2, 3}, array.toFloatArray());
      assertArrayEquals(bytes, Files.readAllBytes(file));
      Safetensors.write(file, Map.of("w", array), Map.of()); // over what is still open
      assertArrayEquals(
          new float[] {2, 3},
          Safetensors.read(file).tensors().get("w").toArray(manager).toFloatArray());
    }
  }

  @Test
  void aFlippedBitOfATensorOrATextIsSeen() throws IOException {
    var file = folder.resolve("own.safetensors");
    try (var manager = NDManager.newBaseManager()) {
      var weights = manager.create(new float[] {1, 2, 3, 4, 5, 6}, new Shape(2, 3));
      Safetensors.write(file, Map.of("w", weights), Map.of("kappa", "1.5"));
    }
    var whole = Files.readAllBytes(file);
    var text = new String(whole, StandardCharsets.ISO_8859_1);
    int kappa = text.indexOf("1.5");
    for (int at = 0; at < 24 + 3; at++) { // the tensor's bytes at the end, and the text's
      int place = at < 24 ? whole.length - 24 + at : kappa + at - 24;
      for (int bit = 0; bit < 8; bit++) {
        var flipped = whole.clone();
        flipped[place] ^= (byte) (1 << bit);
        Files.write(file, flipped);
        var refusal = assertThrows(UserError.class, () -> Safetensors.read(file));
        assertTrue(refusal.getMessage().contains(file.toString()), refusal.getMessage());
      }
    }
  }

  /** Header, a hole of so many bytes, and the numbers 1.5 and −2. */
  private Path sparse(String header, long hole) throws IOException {
    var file = folder.resolve("large.safetensors");
    var text = header.getBytes(StandardCharsets.UTF_8);
    try (var channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      var head = ByteBuffer.allocate(8 + text.length).order(ByteOrder.LITTLE_ENDIAN);
      channel.write(head.putLong(text.length).put(text).flip());
      var tail = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
      channel.write(tail.putFloat(1.5f).putFloat(-2).flip(), 8 + text.length + hole);
    }
    return file;
  }
}
