package org.onenip.cli;

import static org.onenip.Reference.resource;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import org.onenip.TestImages;
import org.onenip.weights.Safetensors;
import org.onenip.weights.WeightFile;

/**
 * What all hostile inputs are made from, made once: four pictures of one class, a run of OneNIP
 * after one step, one of the nearest neighbour.
 *
 * @param data in MVTec's layout
 * @param picture one of its test images
 * @param oneNip a trained run
 * @param nearest another
 */
record HostileStage(Path data, Path picture, Path oneNip, Path nearest) {
  static final int SIZE = 64;

  static HostileStage make(Path folder) {
    var data = folder.resolve("data");
    TestImages.oneClass(data.resolve("green"), SIZE, new Color(40, 150, 60), 4);
    var stage =
        new HostileStage(
            data,
            data.resolve("green/test/spot/000.png"),
            folder.resolve("onenip"),
            folder.resolve("nearest"));
    Outcome.done(stage.train(stage.oneNip, "--preset", "tiny", "--steps", 1, "--batch", 2));
    Outcome.done(stage.train(stage.nearest, "--method", "nearest"));
    return stage;
  }

  /** The call that trains a small run. */
  Object[] train(Path run, Object... more) {
    var call = new java.util.ArrayList<Object>();
    call.addAll(java.util.List.of("train", "--data", data, "--run", run, "--size", SIZE));
    call.addAll(java.util.List.of("--device", "cpu"));
    call.addAll(java.util.List.of(more));
    return call.toArray();
  }

  /** The call that scores the picture by a run. */
  Object[] predict(Path run, Path folder) {
    return HostileCase.call("predict", "--run", run, "--out", folder.resolve("out"), picture);
  }

  /** A copy of a run, to be spoilt. */
  static Path copy(Path run, Path folder) throws IOException {
    var copy = Files.createDirectories(folder.resolve("run"));
    try (var files = Files.list(run)) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, copy.resolve(file.getFileName()));
      }
    }
    return copy;
  }

  /** A copy whose detector has other arrays or texts, and the right checksum. */
  static Path changed(
      Path run, Path folder, BiConsumer<Map<String, NDArray>, Map<String, String>> change)
      throws IOException {
    var copy = copy(run, folder);
    var file = copy.resolve("model.safetensors");
    var saved = Safetensors.read(file);
    try (var manager = NDManager.newBaseManager(Device.cpu())) {
      var arrays = new LinkedHashMap<String, NDArray>();
      saved.tensors().forEach((name, tensor) -> arrays.put(name, tensor.toArray(manager)));
      var texts = new LinkedHashMap<>(saved.metadata());
      change.accept(arrays, texts);
      Safetensors.write(file, arrays, texts);
    }
    return copy;
  }

  /** A small published checkpoint of UniAD as safetensors, with other names or arrays. */
  static Path checkpoint(
      Path folder, UnaryOperator<String> names, BiConsumer<String, NDArray> change)
      throws IOException {
    var file = Files.createDirectories(folder).resolve("checkpoint.safetensors");
    try (var manager = NDManager.newBaseManager(Device.cpu())) {
      var arrays = new LinkedHashMap<String, NDArray>();
      WeightFile.read(resource("parity/small_uniad_zip.pth"))
          .forEach(
              (name, tensor) -> {
                var array = tensor.toArray(manager);
                change.accept(name, array);
                arrays.put(names.apply(name), array);
              });
      Safetensors.write(file, arrays, Map.of());
    }
    return file;
  }

  /** The call that imports a file. */
  static Object[] imported(Path file, Path folder) {
    return HostileCase.call(
        "import", file, "--backbone", "lite2", "--run", folder.resolve("imported"));
  }
}
