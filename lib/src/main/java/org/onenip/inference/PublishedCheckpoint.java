package org.onenip.inference;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.onenip.Records;
import org.onenip.UserError;
import org.onenip.backbone.Backbone;
import org.onenip.backbone.Backbones;
import org.onenip.backbone.EfficientNetSpec;
import org.onenip.backbone.SamePadding;
import org.onenip.backbone.TensorData;
import org.onenip.backbone.WeightFile;
import org.onenip.model.OneNip;
import org.onenip.model.OneNipConfig;

/**
 * A checkpoint as the authors' training writes it: {@code module.backbone.*} (EfficientNet-B4,
 * statically padded) and {@code module.reconstruction.*}.
 *
 * @param backbone the one inside the file, or B4's ImageNet weights where there is none
 * @param network whose size is read off the tensors' shapes
 */
public record PublishedCheckpoint(Backbone backbone, OneNip network) {
  private static final String BACKBONE = "backbone.";
  private static final String NETWORK = "reconstruction.";

  /**
   * Reads a checkpoint.
   *
   * @param manager will own the network until a detector does
   * @throws UserError if the file is damaged, refused, or holds no OneNIP network
   */
  public static PublishedCheckpoint read(Path file, NDManager manager) {
    var tensors = WeightFile.read(file);
    OneNip network;
    try {
      var config = config(tensors);
      var features = new Shape(1, config.channels(), config.grid(), config.grid());
      network = new OneNip(config);
      network.initialize(manager, DataType.FLOAT32, features, features);
    } catch (IllegalArgumentException | NullPointerException e) {
      throw new UserError(
          "%s holds no OneNIP network (%s); import a checkpoint of the published training."
              .formatted(file, e.getMessage()),
          e);
    }
    NetworkWeights.load(network, tensors, NETWORK, file.toString());
    return new PublishedCheckpoint(backbone(tensors, file, manager.getDevice()), network);
  }

  private static OneNipConfig config(Map<String, TensorData> tensors) {
    if (!tensors.containsKey(
        NETWORK + "transformer.decoder.final_attn_token_to_image.in_proj_weight")) {
      throw new IllegalArgumentException("it has no bidirectional decoder");
    }
    var projection = shape(tensors, "input_proj.weight");
    int grid = (int) shape(tensors, "pos_embed.row_embed.weight").get(0);
    var paper =
        OneNipConfig.paper((int) projection.get(1), grid)
            .withWidth((int) projection.get(0))
            .withLayers(layers(tensors, "encoder"), layers(tensors, "decoder"));
    var hidden = shape(tensors, "transformer.encoder.layers.0.linear1.weight").get(0);
    var refiner = shape(tensors, "seghead.upconv1.0.weight").get(0);
    return Records.with(
        Records.with(paper, "feedForward", (int) hidden), "refinerWidth", (int) refiner);
  }

  private static Shape shape(Map<String, TensorData> tensors, String name) {
    var tensor = tensors.get(NETWORK + name);
    if (tensor == null) {
      throw new IllegalArgumentException("it has no " + NETWORK + name);
    }
    return tensor.shape();
  }

  private static int layers(Map<String, TensorData> tensors, String part) {
    int count = 0;
    var name = NETWORK + "transformer.%s.layers.%d.norm1.weight";
    while (tensors.containsKey(name.formatted(part, count))) {
      count++;
    }
    return count;
  }

  private static Backbone backbone(Map<String, TensorData> tensors, Path file, Device device) {
    var own = new LinkedHashMap<String, TensorData>();
    tensors.forEach(
        (name, tensor) -> {
          if (name.startsWith(BACKBONE)) {
            own.put(name.substring(BACKBONE.length()), tensor);
          }
        });
    return own.isEmpty()
        ? Backbones.load("b4", device)
        : Backbones.of("b4", EfficientNetSpec.B4, SamePadding.STATIC, own, device, file.toString());
  }
}
