package org.onenip.weights;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.onenip.Reference.resource;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.onenip.backbone.Backbones;
import org.onenip.support.UserError;

class WeightFileTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"small_zip.pth", "small_legacy.pth"})
  void readsViewsTransposesAndAllTypesOfBothFormats(String name) throws IOException {
    var expected = JsonParser.parseString(Files.readString(resource("parity/small_expected.json")));
    var tensors = WeightFile.read(resource("parity/" + name));
    int compared = 0;
    for (var entry : expected.getAsJsonObject().entrySet()) {
      if (!entry.getValue().isJsonObject() || !entry.getValue().getAsJsonObject().has("values")) {
        continue;
      }
      var reference = entry.getValue().getAsJsonObject();
      var tensor = tensors.get(entry.getKey());
      var shape = reference.getAsJsonArray("shape");
      var dimensions = new long[shape.size()];
      Arrays.setAll(dimensions, i -> shape.get(i).getAsLong());
      assertEquals(new Shape(dimensions), tensor.shape(), entry.getKey());
      try (var manager = NDManager.newBaseManager()) {
        var values =
            reference.get("values").isJsonArray()
                ? reference.getAsJsonArray("values")
                : new com.google.gson.JsonArray();
        if (values.isEmpty()) {
          assertEquals(0, tensor.bytes().remaining(), entry.getKey());
        } else {
          var actual = tensor.toArray(manager).toType(DataType.FLOAT64, false).toDoubleArray();
          var wanted = new double[values.size()];
          Arrays.setAll(
              wanted,
              i -> {
                var value = values.get(i).getAsJsonPrimitive();
                return value.isBoolean() ? (value.getAsBoolean() ? 1 : 0) : value.getAsDouble();
              });
          assertArrayEquals(wanted, actual, 0, entry.getKey());
        }
      }
      compared++;
    }
    assertTrue(compared >= 8, "compared " + compared);
  }

  private static void message(UserError error, Path file) {
    assertTrue(error.getMessage().contains(file.toString()), error.getMessage());
    assertFalse(error.getMessage().contains("\n"), error.getMessage());
  }

  @Test
  void refusesTruncatedFilesOfBothFormats() throws IOException {
    for (var name : new String[] {"small_zip.pth", "small_legacy.pth"}) {
      var bytes = Files.readAllBytes(resource("parity/" + name));
      for (int length : new int[] {0, 1, 40, bytes.length / 2, bytes.length - 20}) {
        var file = folder.resolve(length + name);
        Files.write(file, Arrays.copyOf(bytes, length));
        message(assertThrows(UserError.class, () -> WeightFile.read(file)), file);
      }
    }
  }

  /** Whatever was flipped: it is noticed, or it is of no matter. */
  @Test
  void aFlippedBitOfAnArchiveChangesNoTensor() throws IOException {
    var whole = Files.readAllBytes(resource("parity/small_zip.pth"));
    var expected = WeightFile.read(resource("parity/small_zip.pth"));
    var random = new Random(1);
    int refused = 0;
    for (int i = 0; i < 300; i++) {
      var bytes = whole.clone();
      bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
      var file = folder.resolve(i + ".pth");
      Files.write(file, bytes);
      try {
        assertEquals(expected, WeightFile.read(file), "flip " + i);
      } catch (UserError e) {
        message(e, file);
        refused++;
      }
    }
    assertTrue(refused > 20, refused + " refused");
  }

  @Test
  void aPrefixThatAllNamesHaveIsTakenOff() {
    var tensors = WeightFile.read(resource("parity/small_uniad_zip.pth"));
    var start = List.of("reconstruction.");
    for (var prefix : List.of("model.", "module.module.", "net.model.")) {
      var wrapped = new LinkedHashMap<String, TensorData>();
      tensors.forEach((name, tensor) -> wrapped.put(prefix + name, tensor));
      assertEquals(tensors.keySet(), NamePrefix.without(wrapped, start).keySet());
      wrapped.put("loss.weight", tensors.values().iterator().next());
      assertEquals(wrapped, NamePrefix.without(wrapped, start)); // not all of them have it
      assertTrue(NamePrefix.found(wrapped).startsWith(prefix + "reconstruction."));
    }
  }

  @Test
  void refusesWhatIsNoArchive() throws IOException {
    var file = folder.resolve("notes.pth");
    Files.writeString(file, "dear diary, these are no weights");
    message(assertThrows(UserError.class, () -> WeightFile.read(file)), file);
    var missing = folder.resolve("missing.pth");
    message(assertThrows(UserError.class, () -> WeightFile.read(missing)), missing);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cos\nsystem\n(S'touch %s'\ntR.",
        "cbuiltins\neval\n(S'open(\"%s\", \"w\")'\ntR.",
        "csubprocess\nPopen\n(S'touch %s'\ntR.",
        "\u0080\u0004\u008c\u0002os\u008c\u0006system\u0093(S'touch %s'\ntR.",
        "(S'touch %s'\nios\nsystem\n.",
        "cdecimal\nDecimal\n(S'%s'\ntR.",
        "cjava.lang\nRuntime\n(S'%s'\ntR."
      })
  void refusesForbiddenClassesAndExecutesNothing(String pickle) throws IOException {
    var witness = folder.resolve("executed");
    var bytes = pickle.formatted(witness).getBytes(StandardCharsets.ISO_8859_1);
    var zip = folder.resolve("evil.pth");
    write(zip, bytes);
    var error = assertThrows(UserError.class, () -> WeightFile.read(zip));
    assertTrue(error.getMessage().contains("was not opened"), error.getMessage());
    message(error, zip);
    var legacy = folder.resolve("legacy.pth");
    Files.write(legacy, bytes);
    message(assertThrows(UserError.class, () -> WeightFile.read(legacy)), legacy);
    assertFalse(Files.exists(witness));
  }

  /** Neither is memory asked for before there are bytes, nor is a list hashed that holds itself. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "X\u00ff\u00ff\u00ff\u007f.", // a text of 2 GiB
        "\u008d\u0000\u0000\u0000\u0000\u0000\u0001\u0000\u0000.", // of 1 TiB
        "\u008b\u00ff\u00ff\u00ff\u007f.", // a number of 2 GiB
        "}]q\u0000h\u0000aK\u0001s.", // a list that holds itself as a key
        "}q\u0000X\u0001\u0000\u0000\u0000ah\u0000s.", // a dictionary that holds itself
        "K\u0001K\u0002a." // an item for what is no list
      })
  void refusesPicklesThatClaimWithoutEnd(String pickle) throws IOException {
    var file = folder.resolve("endless.pth");
    write(file, pickle.getBytes(StandardCharsets.ISO_8859_1));
    message(assertThrows(UserError.class, () -> WeightFile.read(file)), file);
  }

  @Test
  void refusesStoragesLargerThanTheFile() throws IOException {
    var bytes = Files.readAllBytes(resource("parity/small_zip.pth"));
    var text = new String(bytes, StandardCharsets.ISO_8859_1);
    var file = folder.resolve("large.pth");
    // each storage's count is a BININT1 before the tuple of its persistent id ends: K n t Q
    var larger = text.replaceAll("(?s)K.(tq.Q|tQ)", "K\u00ff$1");
    assertFalse(larger.equals(text));
    Files.write(file, larger.getBytes(StandardCharsets.ISO_8859_1));
    message(assertThrows(UserError.class, () -> WeightFile.read(file)), file);
  }

  /**
   * Written by PyTorch 2.7.1 in either format: {@code epoch} and {@code best_metric} are NumPy
   * scalars, {@code config} an EasyDict, {@code node} a yacs node, beside a Namespace, a
   * defaultdict, a set, an array, and the state of an optimizer; all storages on {@code cuda:0}.
   */
  @ParameterizedTest
  @ValueSource(strings = {"small_onenip_legacy.pth", "small_uniad_zip.pth"})
  void takesTheWeightsAloneOfACheckpointThatHoldsMuchElse(String name) {
    var tensors = WeightFile.read(resource("parity/" + name));
    assertTrue(tensors.keySet().stream().allMatch(key -> key.startsWith("reconstruction.")));
    var projection = tensors.get("reconstruction.input_proj.weight");
    assertEquals(new Shape(8, 208), projection.shape());
    assertEquals("reconstruction.pos_embed.row_embed.weight", tensors.keySet().iterator().next());
  }

  private static void write(Path file, byte[] pickle) throws IOException {
    try (var zip = new ZipOutputStream(Files.newOutputStream(file))) {
      var entry = new ZipEntry("archive/data.pkl");
      entry.setMethod(ZipEntry.STORED);
      entry.setSize(pickle.length);
      var crc = new CRC32();
      crc.update(pickle);
      entry.setCrc(crc.getValue());
      zip.putNextEntry(entry);
      zip.write(pickle);
    }
  }

  @Test
  void safetensorsComeBackAsTheyWere() {
    var file = folder.resolve("weights.safetensors");
    try (var manager = NDManager.newBaseManager()) {
      var array = manager.randomNormal(new Shape(3, 5));
      Safetensors.write(file, Map.of("a", array), Map.of("author", "Ö"));
      var read = Safetensors.read(file);
      assertEquals("Ö", read.metadata().get("author"));
      assertArrayEquals(
          array.toFloatArray(), read.tensors().get("a").toArray(manager).toFloatArray());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[4],\"data_offsets\":[0,64]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[-4],\"data_offsets\":[0,16]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[4],\"data_offsets\":[-16,0]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[4611686018427387904,4],\"data_offsets\":[0,16]}}",
        "{\"a\":{\"dtype\":\"X9\",\"shape\":[4],\"data_offsets\":[0,16]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0,12]}}", // a tail
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},\"b\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[4,16]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[4],\"data_offsets\":[0,16]},\"a\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]}}",
        "{\"a\":7}",
        "{\"a\":"
      })
  void refusesSafetensorsWhoseHeaderLies(String header) throws IOException {
    var text = header.getBytes(StandardCharsets.UTF_8);
    var bytes =
        java.nio.ByteBuffer.allocate(8 + text.length + 16)
            .order(java.nio.ByteOrder.LITTLE_ENDIAN)
            .putLong(text.length)
            .put(text)
            .array();
    var file = folder.resolve("lie.safetensors");
    Files.write(file, bytes);
    message(assertThrows(UserError.class, () -> Safetensors.read(file)), file);
  }

  @Test
  void namesTheMissingDownloadAndWhereToPutIt() {
    var error = assertThrows(UserError.class, () -> Backbones.load("b4", ai.djl.Device.cpu()));
    assertTrue(error.getMessage().contains("efficientnet-b4-6ed6700e.pth"), error.getMessage());
    assertThrows(UserError.class, () -> Backbones.load("resnet", ai.djl.Device.cpu()));
  }
}
