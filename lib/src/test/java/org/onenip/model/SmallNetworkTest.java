package org.onenip.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.onenip.SmallNetwork;
import org.onenip.engine.Pass;

/** Every decoder on {@link SmallNetwork}, whose figures the published code stands behind. */
class SmallNetworkTest {
  private static final int TOKENS = SmallNetwork.GRID * SmallNetwork.GRID;

  private final NDManager manager = NDManager.newBaseManager(Device.cpu());

  @AfterEach
  void close() {
    manager.close();
  }

  private OneNip network(String decoder) {
    var network = SmallNetwork.of(manager, SmallNetwork.config().withDecoder(decoder));
    network.freezeParameters(true);
    return network;
  }

  private NDList forward(OneNip network) {
    var random = new Random(2);
    var target = SmallNetwork.features(manager, random, 2);
    var prompt = SmallNetwork.features(manager, random, 2);
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
  void uniAdIsTheLayerwiseQueriesWithoutPromptAndRefiner() {
    var config = SmallNetwork.config().withDecoder(Decoders.LAYERWISE_QUERY);
    var network = SmallNetwork.filled(manager, new UniAd(config));
    network.freezeParameters(true);
    var target = SmallNetwork.features(manager, new Random(2), 2);
    var rebuilt = network.reconstruct(Pass.inference(manager), target);
    assertEquals(0.16493286, rebuilt.square().mean().getFloat(), 1e-6);
    assertThrows(IllegalArgumentException.class, () -> new UniAd(SmallNetwork.config()));
    // a 7×7 neighbourhood of a token in the middle is the whole of a grid of 7
    assertThrows(IllegalArgumentException.class, () -> OneNipConfig.paper(6, 7).asUniAd());
    assertEquals(0, OneNipConfig.paper(6, 8).asUniAd().refinerWidth());
  }

  @Test
  void promptsAreSharedByTargetsInTurn() {
    var network = network(Decoders.BIDIRECTIONAL);
    var pass = new Pass(new ParameterStore(manager, false), false);
    var random = new Random(3);
    var targets = network.encode(pass, SmallNetwork.features(manager, random, 4));
    var prompts = network.encode(pass, SmallNetwork.features(manager, random, 2));
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
    assertEquals(new Shape(2, 8, TOKENS, TOKENS), weights.getShape());
    for (float sum : weights.sum(new int[] {3}).toFloatArray()) {
      assertEquals(1, sum, 1e-5);
    }
    var mask =
        NeighborMask.of(manager, SmallNetwork.GRID, network.config().neighborSize()).toFloatArray();
    var first = weights.get(0).get(0).toFloatArray();
    for (int i = 0; i < mask.length; i++) {
      assertTrue(mask[i] == 0 || first[i] == 0, "a masked neighbour was attended to");
    }
  }
}
