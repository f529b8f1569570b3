package org.onenip.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A small network with weights from a seed: its numbers were written down when {@link
 * PublishedParityTest} held the same code to the published one, so that a clone without the large
 * reference files still tests every stage.
 */
class SmallNetworkTest {
  private static final int GRID = 4;
  private static final int CHANNELS = 6;

  private final NDManager manager = NDManager.newBaseManager(Device.cpu());

  @AfterEach
  void close() {
    manager.close();
  }

  private NDArray random(Random random, double scale, Shape shape) {
    var values = new float[(int) shape.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (scale * random.nextGaussian());
    }
    return manager.create(values, shape);
  }

  private OneNip network(String decoder) {
    var config =
        OneNipConfig.paper(CHANNELS, GRID).withWidth(16).withLayers(2, 2).withDecoder(decoder);
    var network = new OneNip(config);
    var features = new Shape(1, CHANNELS, GRID, GRID);
    network.initialize(manager, DataType.FLOAT32, features, features);
    network.freezeParameters(true);
    var random = new Random(1);
    ParameterNames.of(network)
        .forEach(
            (name, parameter) -> {
              var value = random(random, 0.3, parameter.getShape());
              if (name.endsWith("running_var")) {
                value = value.abs().add(0.5f);
              }
              value.copyTo(parameter.getArray());
            });
    return network;
  }

  private NDList forward(OneNip network) {
    var random = new Random(2);
    var target = random(random, 1, new Shape(2, CHANNELS, GRID, GRID));
    var prompt = random(random, 1, new Shape(2, CHANNELS, GRID, GRID));
    return network.forward(new ParameterStore(manager, false), new NDList(target, prompt), false);
  }

  @ParameterizedTest
  @CsvSource({
    "layerwise-query, 0.16493286, 0.23758653, 356.81717",
    "unidirectional, 0.2774086, -0.1789434, 321.34634",
    "bidirectional, 0.33384487, -0.2646263, 1352.2771",
  })
  void everyDecoderGivesTheNumbersOfTheParityChecks(
      String decoder, double reconstructed, double first, double logits) {
    var out = forward(network(decoder));
    assertEquals(reconstructed, out.get(0).square().mean().getFloat(), 1e-5 * reconstructed);
    assertEquals(first, out.get(0).toFloatArray()[0], 1e-5);
    assertEquals(logits, out.get(1).square().mean().getFloat(), 1e-5 * logits);
  }

  @Test
  void promptsAreSharedByTargetsInTurn() {
    var network = network(Decoders.BIDIRECTIONAL);
    var pass = new Pass(new ParameterStore(manager, false), false);
    var random = new Random(3);
    var targets = network.encode(pass, random(random, 1, new Shape(4, CHANNELS, GRID, GRID)));
    var prompts = network.encode(pass, random(random, 1, new Shape(2, CHANNELS, GRID, GRID)));
    var shared = network.decode(pass, targets, prompts);
    var repeated = network.decode(pass, targets, prompts.concat(prompts));
    assertArrayEquals(repeated.toFloatArray(), shared.toFloatArray(), 1e-6f);
  }

  @Test
  void attentionWeightsAreHandedOutOnRequestAndSumToOne() {
    var network = network(Decoders.BIDIRECTIONAL);
    var attentions = network.attentions();
    assertEquals(7, attentions.size()); // one a layer of the encoder, two of the decoder, the last
    var seen = new AtomicReference<NDArray>();
    attentions
        .get("transformer.decoder.layers.0.cross_attn_prompt_to_image")
        .observe(
            weights -> {
              var copy = weights.duplicate();
              copy.attach(manager);
              seen.set(copy);
            });
    forward(network);
    var weights = seen.get(); // (B, heads, L, L)
    assertEquals(new Shape(2, 8, GRID * GRID, GRID * GRID), weights.getShape());
    for (float sum : weights.sum(new int[] {3}).toFloatArray()) {
      assertEquals(1, sum, 1e-5);
    }
    var mask = NeighborMask.of(manager, GRID, network.config().neighborSize()).toFloatArray();
    var first = weights.get(0).get(0).toFloatArray();
    for (int i = 0; i < mask.length; i++) {
      assertTrue(mask[i] == 0 || first[i] == 0, "a masked neighbour was attended to");
    }
  }
}
