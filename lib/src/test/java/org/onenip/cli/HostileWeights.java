package org.onenip.cli;

import static org.onenip.Reference.resource;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.onenip.backbone.Backbones;
import org.onenip.cli.HostileCase.Cases;
import org.onenip.weights.Safetensors;

/** Weight files, checkpoints, wheels and detectors that nobody should have to trust. */
final class HostileWeights {
  private final HostileStage stage;

  HostileWeights(HostileStage stage) {
    this.stage = stage;
  }

  /** All of them. */
  List<List<HostileCase>> kinds() throws IOException {
    return List.of(
        safetensors(),
        checkpoints(),
        pickles(),
        wheels(),
        backbones(),
        detectorFiles(stage.oneNip(), "detector"),
        detectorFiles(stage.nearest(), "nearest detector"),
        detectors());
  }

  /** Imports bytes as a file of this name. */
  private static HostileCase.ByteCommand importing(String name) {
    return (folder, bytes) ->
        HostileStage.imported(Files.write(folder.resolve(name), bytes), folder);
  }

  private static List<HostileCase> safetensors() throws IOException {
    var cases = new Cases("safetensors");
    var importing = importing("weights.safetensors");
    int number = 0;
    for (var header : HostileHeaders.headers()) {
      cases.add(
          "header %d".formatted(number++),
          folder -> importing.in(folder, HostileHeaders.file(header)));
    }
    for (long length : new long[] {-1, 0, 1, 9, 1 << 30, 1L << 31, 1L << 62, Long.MIN_VALUE}) {
      cases.add(
          "header of %d bytes".formatted(length),
          folder ->
              importing.in(
                  folder, HostileHeaders.file(length, "{}".getBytes(StandardCharsets.UTF_8))));
    }
    var whole = Files.readAllBytes(whole("whole"));
    cases.addDamage(whole, 24, 8, importing);
    cases.add(
        "a tail", folder -> importing.in(folder, java.util.Arrays.copyOf(whole, whole.length + 8)));
    return cases;
  }

  private static Path whole(String name) throws IOException {
    return HostileStage.checkpoint(Files.createTempDirectory(name), n -> n, (n, array) -> {});
  }

  private static List<HostileCase> checkpoints() throws IOException {
    var cases = new Cases("checkpoint");
    for (var name : List.of("small_uniad_zip.pth", "small_onenip_legacy.pth")) {
      var inner = new Cases("checkpoint " + name);
      inner.addDamage(Files.readAllBytes(resource("parity/" + name)), 16, 6, importing(name));
      cases.addAll(inner);
    }
    for (var prefix :
        List.of("model.", "module.module.", "model.module.net.", "a".repeat(900) + ".")) {
      cases.add(
          "prefix of %d letters".formatted(prefix.length()),
          folder ->
              HostileStage.imported(
                  HostileStage.checkpoint(folder, name -> prefix + name, (name, array) -> {}),
                  folder));
    }
    cases.add(
        "two prefixes",
        folder ->
            HostileStage.imported(
                HostileStage.checkpoint(
                    folder,
                    name -> (name.contains("norm") ? "a." : "b.") + name,
                    (name, array) -> {}),
                folder));
    for (var number : List.of(Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY)) {
      for (var spoilt : List.of("input_proj.weight", "norm.bias")) {
        cases.add(
            "%s in %s".formatted(number, spoilt),
            folder ->
                HostileStage.imported(
                    HostileStage.checkpoint(
                        folder,
                        name -> name,
                        (name, array) -> {
                          if (name.endsWith(spoilt)) {
                            spoil(array, number);
                          }
                        }),
                    folder));
      }
    }
    cases.add("sparse of 3 GB", folder -> HostileStage.imported(sparse(folder), folder));
    return cases;
  }

  private static void spoil(NDArray array, float number) {
    array.set(new ai.djl.ndarray.index.NDIndex("..."), number);
  }

  /** A legacy file whose one storage is a hole. */
  private static Path sparse(Path folder) throws IOException {
    var file = folder.resolve("sparse.pth");
    long numbers = 500_000_000;
    var size = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt((int) numbers).array();
    var text = HostilePickles.hole(new String(size, StandardCharsets.ISO_8859_1));
    var head = HostilePickles.legacy(text);
    try (var out = new RandomAccessFile(file.toFile(), "rw")) {
      out.write(head, 0, head.length - 24);
      out.write(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(numbers).array());
      out.setLength(3_000_000_000L);
    }
    return file;
  }

  private static List<HostileCase> pickles() throws IOException {
    var cases = new Cases("pickle");
    for (var entry : HostilePickles.pickles().entrySet()) {
      cases.add(
          entry.getKey() + ", zip",
          folder -> importing("a.pth").in(folder, HostilePickles.zip(entry.getValue())));
      cases.add(
          entry.getKey() + ", legacy",
          folder -> importing("a.pth.tar").in(folder, HostilePickles.legacy(entry.getValue())));
    }
    var pickle = HostilePickles.pickles().get("tensor of another network");
    var archives = new LinkedHashMap<String, Map<String, byte[]>>();
    archives.put("no entry", Map.of());
    archives.put("two pickles", Map.of("a/data.pkl", pickle, "b/data.pkl", pickle));
    archives.put("no storage", Map.of("archive/data.pkl", pickle));
    archives.put(
        "a short storage", Map.of("archive/data.pkl", pickle, "archive/data/0", new byte[3]));
    archives.put("paths", Map.of("../../data.pkl", pickle, "../../data/0", new byte[16]));
    archives.forEach(
        (what, entries) ->
            cases.add(
                "archive with " + what,
                folder -> importing("a.pth").in(folder, HostilePickles.zip(entries))));
    cases.add(
        "bomb", folder -> importing("a.pth").in(folder, HostilePickles.bomb("archive/data.pkl")));
    return cases;
  }

  private static List<HostileCase> wheels() throws IOException {
    var cases = new Cases("wheel");
    var importing = importing("a.whl");
    cases.add("empty", folder -> importing.in(folder, new byte[0]));
    cases.add("no zip", folder -> importing.in(folder, new byte[4000]));
    for (var name :
        List.of("a.txt", "a.pth", "../../a.pth", "efficientnet-lite2-9656183e.pth", ".pth")) {
      cases.add(
          "entry " + name,
          folder -> importing.in(folder, HostilePickles.zip(Map.of(name, new byte[9]))));
    }
    cases.add("bomb", folder -> importing.in(folder, HostilePickles.bomb("a.pth")));
    cases.addDamage(HostilePickles.zip(Map.of("a.pth", new byte[500])), 4, 4, importing);
    return cases;
  }

  /** Files given to {@code --backbone b0=FILE}. */
  private List<HostileCase> backbones() throws IOException {
    var cases = new Cases("backbone");
    var saved = Files.createTempDirectory("backbone");
    try (var backbone = Backbones.random("b0", Device.cpu())) {
      backbone.save(saved);
    }
    var whole = Safetensors.read(saved.resolve("backbone.safetensors"));
    var first = "_blocks.0._project_conv.weight";
    Map<String, java.util.function.Consumer<Map<String, NDArray>>> changes = new LinkedHashMap<>();
    changes.put("as it is, but one missing", arrays -> arrays.remove(first));
    changes.put("NaN", arrays -> spoil(arrays.get(first), Float.NaN));
    changes.put("variance below zero", arrays -> spoil(arrays.get("_bn0.running_var"), -5));
    changes.put(
        "another shape",
        arrays -> arrays.put(first, arrays.get(first).getManager().zeros(new Shape(3, 3))));
    changes.put(
        "another type",
        arrays -> arrays.put(first, arrays.get(first).toType(DataType.FLOAT64, false).mul(1e300)));
    changes.put("nothing", Map::clear);
    changes.put(
        "a prefix, and one missing",
        arrays -> {
          var all = new LinkedHashMap<>(arrays);
          arrays.clear();
          all.forEach((name, array) -> arrays.put("net." + name, array));
          arrays.remove("net." + first);
        });
    changes.forEach(
        (what, change) ->
            cases.add(
                what,
                folder -> {
                  var file = folder.resolve("b0.safetensors");
                  try (var manager = ai.djl.ndarray.NDManager.newBaseManager(Device.cpu())) {
                    var arrays = new LinkedHashMap<String, NDArray>();
                    whole.tensors().forEach((n, t) -> arrays.put(n, t.toArray(manager)));
                    change.accept(arrays);
                    Safetensors.write(file, arrays, Map.of());
                  }
                  var run = folder.resolve("run");
                  return stage.train(run, "--method", "nearest", "--backbone", "b0=" + file);
                }));
    cases.add(
        "no TorchScript",
        folder -> {
          var file = Files.write(folder.resolve("a.pt"), new byte[1000]);
          return stage.train(folder.resolve("run"), "--method", "nearest", "--backbone", file);
        });
    for (var name : List.of("", "=", "b0=", "b9", "b0=\0", "..", "x".repeat(400_000))) {
      cases.add(
          "name of %d letters, %s"
              .formatted(name.length(), name.substring(0, Math.min(4, name.length()))),
          folder -> stage.train(folder.resolve("run"), "--method", "nearest", "--backbone", name));
    }
    return cases;
  }

  /** The detector's file with flipped bits, or cut short. */
  private List<HostileCase> detectorFiles(Path run, String kind) throws IOException {
    var cases = new Cases(kind);
    var whole = Files.readAllBytes(run.resolve("model.safetensors"));
    cases.addDamage(
        whole,
        12,
        4,
        (folder, bytes) -> {
          var copy = HostileStage.copy(run, folder);
          Files.write(copy.resolve("model.safetensors"), bytes);
          return stage.predict(copy, folder);
        });
    return cases;
  }

  /** Detectors whose checksum is right and whose contents are not. */
  private List<HostileCase> detectors() {
    var cases = new Cases("detector's contents");
    for (var name :
        List.of(
            "scale.mean",
            "scale.deviation",
            "memory.scale.deviation",
            "memory.0.grid",
            "memory.0.fine",
            "prompt.0.features",
            "network.input_proj.weight",
            "network.seghead.upconv1.1.running_var")) {
      for (var number : List.of(Float.NaN, Float.POSITIVE_INFINITY)) {
        changed(cases, name + " " + number, (arrays, texts) -> spoil(arrays.get(name), number));
      }
      changed(
          cases,
          name + " of another shape",
          (arrays, texts) ->
              arrays.put(name, arrays.get(name).getManager().ones(new Shape(1, 0, 7))));
      changed(
          cases,
          name + " of another type",
          (arrays, texts) -> arrays.put(name, arrays.get(name).toType(DataType.INT64, true)));
    }
    changed(cases, "no deviation", (arrays, texts) -> spoil(arrays.get("scale.deviation"), 0));
    for (var wrong : List.of("null", "\"NaN\"", "\"x\"", "1e999", "-1", "[]", "{}", "1e9")) {
      for (var field :
          List.of("kappa", "weight", "memoryWeight", "gridDistance", "grid", "heads", "channels")) {
        text(cases, field + " " + wrong, "(\"%s\":)[^,}]*".formatted(field), "$1" + wrong);
      }
    }
    for (var field : List.of("prompts", "memory", "model", "calibration", "backbone", "neck")) {
      text(cases, "no " + field, "\"%s\":".formatted(field), "\"other\":");
    }
    changed(
        cases,
        "wide and deep",
        (arrays, texts) ->
            texts.computeIfPresent(
                "assembly",
                (n, json) ->
                    json.replaceAll("\"width\":\\d+", "\"width\":4096")
                        .replaceAll("Layers\":\\d+", "Layers\":64")));
    text(cases, "deep", "Layers\":\\d+", "Layers\":64");
    text(cases, "grid of 128", "\"grid\":\\d+", "\"grid\":128");
    text(cases, "layers without end", "Layers\":\\d+", "Layers\":" + "9".repeat(100_000));
    text(
        cases,
        "decoder unheard of",
        "\"decoder\":\"[^\"]*\"",
        "\"decoder\":\"" + "x".repeat(100_000) + "\"");
    for (var name : List.of("b4", "..", "x.pt", "", "unheard-of")) {
      text(cases, "backbone " + name, "\"backbone\":\"[^\"]*\"", "\"backbone\":\"" + name + "\"");
    }
    changed(
        cases, "deep JSON", (arrays, texts) -> texts.put("assembly", "{\"a\":".repeat(100_000)));
    changed(
        cases, "method unheard of", (arrays, texts) -> texts.put("method", "m".repeat(400_000)));
    for (var size : List.of("", "17", "-16", "1e9", "9".repeat(100_000))) {
      nearest(cases, "size of %d letters, %.3s".formatted(size.length(), size), "size", size);
    }
    for (var thresholds :
        List.of("{\"image\":\"NaN\",\"pixel\":1}", "{", "null", "[]", "{\"image\":[]}")) {
      nearest(cases, "thresholds " + thresholds, "thresholds", thresholds);
    }
    nearest(cases, "backbone b7", "backbone", "b7");
    nearest(cases, "neck unheard of", "neck", "n".repeat(400_000));
    return cases;
  }

  private void changed(
      Cases cases,
      String what,
      java.util.function.BiConsumer<Map<String, NDArray>, Map<String, String>> change) {
    cases.add(
        what,
        folder -> stage.predict(HostileStage.changed(stage.oneNip(), folder, change), folder));
  }

  /** Another text in the JSON that puts a OneNIP detector together. */
  private void text(Cases cases, String what, String pattern, String other) {
    changed(
        cases,
        what,
        (arrays, texts) ->
            texts.computeIfPresent("assembly", (n, json) -> json.replaceAll(pattern, other)));
  }

  private void nearest(Cases cases, String what, String name, String text) {
    cases.add(
        "nearest, " + what,
        folder ->
            stage.predict(
                HostileStage.changed(
                    stage.nearest(), folder, (arrays, texts) -> texts.put(name, text)),
                folder));
  }
}
