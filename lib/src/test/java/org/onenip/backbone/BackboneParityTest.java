package org.onenip.backbone;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.onenip.Reference.assertClose;
import static org.onenip.Reference.needShared;
import static org.onenip.Reference.npz;
import static org.onenip.Reference.resource;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.onenip.SmallNetwork;
import org.onenip.weights.TensorData;
import org.onenip.weights.WeightFile;

/** Against the authors' PyTorch code and the weights' own (shared/backbones, shared/parity). */
class BackboneParityTest {
  private static final double TOLERANCE = 2e-5;

  private final NDManager manager = NDManager.newBaseManager(Device.cpu());

  @AfterEach
  void close() {
    manager.close();
  }

  private static NDArray rgb(NDArray image) { // (H, W, 3) bytes -> (1, 3, H, W) in 0…1
    return image.toType(DataType.FLOAT32, false).div(255).transpose(2, 0, 1).expandDims(0);
  }

  private static Map<String, TensorData> published() {
    var tensors = new HashMap<String, TensorData>();
    WeightFile.read(needShared("parity/full_ckpt.pth.tar"))
        .forEach((name, tensor) -> tensors.put(name.replaceFirst("^backbone\\.", ""), tensor));
    return tensors;
  }

  private static Backbone publishedB4(SamePadding padding) {
    return Backbones.of("b4", EfficientNetSpec.B4, padding, published(), Device.cpu(), "full_ckpt");
  }

  @Test
  void embeddedLite2GivesTheFeaturesOfItsPublishedWeights() {
    var reference = resource(manager, "parity/lite2_224.npz");
    try (var backbone = Backbones.load(Backbones.DEFAULT, Device.cpu())) {
      assertEquals(208, backbone.width());
      var features = backbone.features(rgb(reference.get("image")));
      assertClose("neck", reference.get("neck"), features, TOLERANCE);
    }
  }

  @Test
  void embeddedLite2GivesEveryMapOfItsPublishedWeights() {
    var reference = npz(manager, needShared("backbones/parity_lite2_224.npz"));
    try (var backbone = Backbones.load(Backbones.DEFAULT, Device.cpu())) {
      var maps = backbone.maps(rgb(reference.get("image")));
      for (int i = 0; i < maps.size(); i++) {
        var name = "stride" + (2 << i);
        assertClose(name, reference.get(name), maps.get(i), TOLERANCE);
      }
    }
  }

  @Test
  void publishedB4GivesEveryStage() {
    var reference = npz(manager, needShared("parity/parity_backbone_224.npz"));
    try (var backbone = publishedB4(SamePadding.STATIC)) {
      var maps = backbone.normalizedMaps(reference.get("image"), manager);
      for (int i = 0; i < maps.size(); i++) {
        assertClose("stage", reference.get("stage" + (i + 1)), maps.get(i), TOLERANCE);
      }
      assertClose("neck", reference.get("neck"), Neck.PUBLISHED.join(maps, 14), TOLERANCE);
    }
  }

  @Test
  void dynamicPaddingGivesWhatTheReferenceCallsWrong() {
    var reference = npz(manager, needShared("parity/parity_backbone_224.npz"));
    try (var backbone = publishedB4(SamePadding.DYNAMIC)) {
      var maps = backbone.normalizedMaps(reference.get("image"), manager);
      assertClose(
          "neck",
          reference.get("neck_wrong_dynamic_same"),
          Neck.PUBLISHED.join(maps, 14),
          TOLERANCE);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {256, 320})
  void publishedB4GivesTheNeckAtOtherSizes(int size) {
    var reference = npz(manager, needShared("parity/parity_backbone_%d.npz".formatted(size)));
    try (var backbone = publishedB4(SamePadding.STATIC)) {
      var maps = backbone.normalizedMaps(reference.get("image"), manager);
      assertClose("neck", reference.get("neck"), Neck.PUBLISHED.join(maps, size / 16), TOLERANCE);
    }
  }

  @Test
  void padsAsTheReferenceDoesStaticallyAndDynamically() throws IOException {
    var nominal = Map.of("stem", 380, "block2", 190, "block6", 95, "block10", 48, "block22", 24);
    var entries = JsonParser.parseString(Files.readString(resource("parity/padding.json")));
    for (var element : entries.getAsJsonArray()) {
      var entry = element.getAsJsonObject();
      int kernel = entry.get("k").getAsInt();
      // block 22 is the first after stride 16: it is listed, though no feature map needs it
      int fixed = SamePadding.total(nominal.get(entry.get("conv").getAsString()), kernel, 2);
      int dynamic = SamePadding.total(entry.get("input").getAsInt(), kernel, 2);
      var official = entry.getAsJsonArray("official_static_lrtb");
      var same = entry.getAsJsonArray("dynamic_same_before_after");
      assertArrayEquals(
          new int[] {official.get(0).getAsInt(), official.get(1).getAsInt()}, halves(fixed));
      assertArrayEquals(
          new int[] {same.get(0).getAsInt(), same.get(1).getAsInt()}, halves(dynamic));
    }
  }

  private static int[] halves(int total) {
    return new int[] {total / 2, total - total / 2};
  }

  @ParameterizedTest
  @EnumSource(EfficientNetSpec.class)
  void everyNetworkGivesMapsAtFourStrides(EfficientNetSpec spec) {
    var block =
        new EfficientNet(spec, SamePadding.STATIC, key -> manager.zeros(shapeOf(spec, key)));
    var maps =
        block.forward(
            new ai.djl.training.ParameterStore(manager, false),
            new ai.djl.ndarray.NDList(manager.ones(new Shape(1, 3, 64, 64))),
            false);
    for (int i = 0; i < 4; i++) {
      assertEquals(
          new Shape(1, spec.channels()[i], 64 >> i + 1, 64 >> i + 1), maps.get(i).getShape());
    }
  }

  /** Weights from a seed, none of them trivial, so that a dropped bias shows. */
  private NDArray seeded(EfficientNetSpec spec, String key) {
    var shape = shapeOf(spec, key);
    var random = new Random(key.hashCode());
    var values = new float[(int) shape.size()];
    boolean scale = shape.dimension() == 1 && (key.endsWith("weight") || key.endsWith("var"));
    double deviation = shape.dimension() == 1 ? 0.1 : Math.sqrt(2.0 * shape.get(0) / shape.size());
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) ((scale ? 1 : 0) + deviation * random.nextGaussian());
    }
    return manager.create(values, shape);
  }

  /**
   * B4 from a seed: mean squares of the four maps, and the last one's first value, written down
   * when the tests above held the same code to the published one. The two ways to pad differ.
   */
  @ParameterizedTest
  @CsvSource({
    "STATIC, 0.44260192, 0.27040204, 0.20177098, 0.22344263, -0.0018184632",
    "DYNAMIC, 0.44260192, 0.27040204, 0.19222473, 0.24386473, 0.0018631816",
  })
  void seededB4GivesTheNumbersOfTheParityChecks(
      SamePadding padding, double first, double second, double third, double last, double value) {
    var block =
        new EfficientNet(EfficientNetSpec.B4, padding, key -> seeded(EfficientNetSpec.B4, key));
    var pixels = SmallNetwork.random(manager, new Random(6), 1, new Shape(1, 3, 72, 72));
    var maps =
        block.forward(
            new ai.djl.training.ParameterStore(manager, false),
            new ai.djl.ndarray.NDList(pixels),
            false);
    double[] expected = {first, second, third, last};
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i], maps.get(i).square().mean().getFloat(), 1e-4 * expected[i]);
    }
    assertEquals(value, maps.get(3).toFloatArray()[0], 1e-5);
  }

  /** The shape of a tensor from its name, by the architecture's table. */
  private static Shape shapeOf(EfficientNetSpec spec, String key) {
    var parts = key.split("\\.");
    if (!parts[0].equals("_blocks")) {
      return key.endsWith("conv_stem.weight")
          ? new Shape(spec.stem(), 3, 3, 3)
          : new Shape(spec.stem());
    }
    var block = spec.blocks().get(Integer.parseInt(parts[1]));
    long hidden = (long) block.in() * block.expand();
    long squeezed = Math.max(1, block.in() / 4);
    return switch (parts[2] + "." + parts[3]) {
      case "_expand_conv.weight" -> new Shape(hidden, block.in(), 1, 1);
      case "_depthwise_conv.weight" -> new Shape(hidden, 1, block.kernel(), block.kernel());
      case "_project_conv.weight" -> new Shape(block.out(), hidden, 1, 1);
      case "_se_reduce.weight" -> new Shape(squeezed, hidden, 1, 1);
      case "_se_reduce.bias" -> new Shape(squeezed);
      case "_se_expand.weight" -> new Shape(hidden, squeezed, 1, 1);
      default -> new Shape(parts[2].equals("_bn2") ? block.out() : hidden);
    };
  }

  @Test
  void torchScriptGivesItsMapsAndSurvivesSaving() throws IOException {
    var file = needShared("backbones/mobilenet_v1_imagenet.pt");
    var image = rgb(resource(manager, "parity/lite2_224.npz").get("image"));
    var folder = Files.createTempDirectory("run");
    try (var backbone = Backbones.load(file.toString(), Device.cpu())) {
      var features = backbone.features(image);
      assertEquals(new Shape(1, 960, 14, 14), features.getShape());
      assertTrue(features.abs().max().getFloat() > 0);
      backbone.save(folder);
      try (var again =
          Backbones.loadSaved(backbone.name(), folder, Device.cpu(), Trust.TORCH_SCRIPT)) {
        assertArrayEquals(features.toFloatArray(), again.features(image).toFloatArray());
      }
    }
  }
}
