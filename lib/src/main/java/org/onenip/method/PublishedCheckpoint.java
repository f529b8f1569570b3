package org.onenip.method;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.onenip.backbone.Backbone;
import org.onenip.backbone.Backbones;
import org.onenip.backbone.EfficientNetSpec;
import org.onenip.backbone.SamePadding;
import org.onenip.model.OneNip;
import org.onenip.model.OneNipConfig;
import org.onenip.model.Reconstructor;
import org.onenip.model.UniAd;
import org.onenip.support.Excerpt;
import org.onenip.support.Records;
import org.onenip.support.UserError;
import org.onenip.weights.NamePrefix;
import org.onenip.weights.NetworkWeights;
import org.onenip.weights.TensorData;
import org.onenip.weights.WeightFile;

/**
 * A checkpoint as the authors' training writes it, of OneNIP or of UniAD: {@code module.backbone.*}
 * (EfficientNet-B4, statically padded), which may be missing, and {@code module.reconstruction.*}.
 *
 * @param backbone the one asked for, that inside the file, or B4's ImageNet weights
 * @param network a {@link OneNip} or {@link UniAd}, whose size is read off the tensors' shapes: a
 *     grid of 14, 16 or 20 for images of 224, 256 or 320
 */
public record PublishedCheckpoint(Backbone backbone, Reconstructor network) {
  /** Before the names of a backbone's tensors. */
  static final String BACKBONE = "backbone.";

  /** Before the names of a network's tensors. */
  static final String NETWORK = "reconstruction.";

  private static final String DECODER = NETWORK + "transformer.decoder.";

  /** Reads a checkpoint with the backbone inside it, or B4's ImageNet weights. */
  public static PublishedCheckpoint read(Path file, NDManager manager) {
    return read(file, null, manager);
  }

  /**
   * Reads a checkpoint.
   *
   * @param backbone as for {@link Backbones#load}; null for the one inside the file, or B4's
   *     ImageNet weights where there is none
   * @param manager will own the network until a detector does
   * @throws UserError if the file is damaged, refused, or holds neither network, or if the backbone
   *     is missing or of another width
   */
  public static PublishedCheckpoint read(Path file, String backbone, NDManager manager) {
    var tensors = NamePrefix.without(WeightFile.read(file), List.of(NETWORK, BACKBONE));
    Reconstructor network;
    try {
      network = network(tensors, manager, file.toString());
    } catch (IllegalArgumentException e) {
      throw new UserError(
          "%s holds neither a OneNIP nor a UniAD network (%s), but %s; import a checkpoint of the published training."
              .formatted(file, Excerpt.reason(e), NamePrefix.found(tensors)),
          e);
    }
    var frozen = backbone(tensors, file, backbone, manager.getDevice());
    int channels = network.config().channels();
    if (frozen.width() != channels) {
      frozen.close();
      throw new UserError(
          "%s was trained on features of %d channels, but the backbone %s gives %d: name the right one with --backbone."
              .formatted(file, channels, frozen.name(), frozen.width()));
    }
    return new PublishedCheckpoint(frozen, network);
  }

  private static Reconstructor network(
      Map<String, TensorData> tensors, NDManager manager, String origin) {
    if (tensors.containsKey(DECODER + "final_attn_token_to_image.in_proj_weight")) {
      int refiner = (int) shape(tensors, "seghead.upconv1.0.weight").get(0);
      var config = Records.with(config(tensors), "refinerWidth", refiner);
      return NetworkWeights.create(
          () -> new OneNip(config), manager, inputs(config), tensors, NETWORK, origin);
    }
    if (tensors.containsKey(DECODER + "layers.0.learned_embed.weight")) {
      var config = config(tensors).asUniAd();
      return NetworkWeights.create(
          () -> new UniAd(config), manager, inputs(config), tensors, NETWORK, origin);
    }
    throw new IllegalArgumentException("it has no %s* of either".formatted(DECODER));
  }

  private static Shape[] inputs(OneNipConfig config) {
    var features = new Shape(1, config.channels(), config.grid(), config.grid());
    return new Shape[] {features, features};
  }

  private static OneNipConfig config(Map<String, TensorData> tensors) {
    var projection = shape(tensors, "input_proj.weight");
    int grid = (int) shape(tensors, "pos_embed.row_embed.weight").get(0);
    int hidden = (int) shape(tensors, "transformer.encoder.layers.0.linear1.weight").get(0);
    var paper =
        OneNipConfig.paper((int) projection.get(1), grid)
            .withWidth((int) projection.get(0))
            .withLayers(layers(tensors, "encoder"), layers(tensors, "decoder"));
    return Records.with(paper, "feedForward", hidden);
  }

  private static Shape shape(Map<String, TensorData> tensors, String name) {
    var tensor = tensors.get(NETWORK + name);
    if (tensor == null || tensor.shape().dimension() < 2) {
      throw new IllegalArgumentException("it has no matrix %s%s".formatted(NETWORK, name));
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

  private static Backbone backbone(
      Map<String, TensorData> tensors, Path file, String wanted, Device device) {
    boolean inside = tensors.keySet().stream().anyMatch(name -> name.startsWith(BACKBONE));
    if (wanted == null && inside) {
      return Backbones.of(
          "b4", EfficientNetSpec.B4, SamePadding.STATIC, tensors, device, file.toString());
    }
    return Backbones.load(wanted == null ? "b4" : wanted, device);
  }
}
