package org.onenip.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.onenip.Lanes;
import org.onenip.SmallNetwork;

/** Two halves side by side leave the gradients that the batch in one piece does. */
class SideBySideTest {
  private static final int BATCH = 5; // halves of 2 and 3

  private final NDManager manager = NDManager.newBaseManager(Device.cpu());

  @BeforeEach
  void needsTwoCores() {
    assumeTrue(Lanes.count(Device.cpu()) > 1, "one core has no two halves");
  }

  @AfterEach
  void close() {
    manager.close();
  }

  /** Gradients by parameter after {@code passes} forward passes whose losses are added. */
  private Map<String, float[]> gradients(Reconstructor network, Block shared, int passes) {
    var random = new Random(9);
    var targets = SmallNetwork.features(manager, random, 2 * BATCH);
    var prompts = SmallNetwork.features(manager, random, BATCH);
    var slope = SmallNetwork.random(manager, random, 1, new Shape(2 * BATCH, 1, 64, 64));
    Engine.getInstance().setRandomSeed(5); // of jitter and dropout
    try (var collector = Engine.getInstance().newGradientCollector()) {
      var store = new ParameterStore(manager, false);
      NDArray loss = manager.create(0f);
      for (int pass = 0; pass < passes; pass++) {
        var out = shared.forward(store, new NDList(targets, prompts), true);
        loss = loss.add(out.get(0).sub(targets).square().mean()).add(out.get(1).mul(slope).mean());
      }
      collector.backward(loss);
      if (shared instanceof SideBySide halves) {
        halves.backward();
      }
    }
    var results = new LinkedHashMap<String, float[]>();
    ParameterNames.of(network)
        .forEach(
            (name, parameter) -> {
              if (parameter.requiresGradient()) {
                var gradient = parameter.getArray().getGradient();
                results.put(name, gradient.toFloatArray());
                gradient.subi(gradient); // the next ones would be added
              }
            });
    return results;
  }

  private static double norm(float[] values) {
    double squares = 0;
    for (float value : values) {
      squares += (double) value * value;
    }
    return Math.sqrt(squares);
  }

  private void equalsOnePiece(int passes) {
    var network = SmallNetwork.of(manager, SmallNetwork.config().withDropout(0).withJitter(0));
    var expected = gradients(network, network, passes);
    var actual = gradients(network, new SideBySide(network), passes);
    double total = expected.values().stream().mapToDouble(SideBySideTest::norm).max().orElseThrow();
    expected.forEach(
        (name, gradient) -> {
          var difference = actual.get(name).clone();
          for (int i = 0; i < difference.length; i++) {
            difference[i] -= gradient[i];
          }
          double tolerance = 1e-5 * norm(gradient) + 1e-7 * total; // noise is below the total
          assertTrue(norm(difference) < tolerance, name + " differs by " + norm(difference));
        });
  }

  @Test
  void gradientsEqualThoseOfTheBatchInOnePiece() {
    equalsOnePiece(1);
  }

  @Test
  void severalPassesOfOneStepAllCount() {
    equalsOnePiece(3);
  }

  @Test
  void aSeedRepeatsDropoutAndJitterBitForBit() {
    var network = SmallNetwork.of(manager, SmallNetwork.config().withDropout(0.5));
    var halves = new SideBySide(network);
    var first = gradients(network, halves, 1);
    for (int i = 0; i < 30; i++) { // whichever half is faster
      var again = gradients(network, halves, 1);
      first.forEach((name, gradient) -> assertArrayEquals(gradient, again.get(name), name));
    }
  }

  @Test
  void halvesDrawDifferentMasks() {
    var seeds = DropoutMasks.seeds(manager, 2);
    var x = manager.ones(new Shape(1000));

    var masks =
        Arrays.stream(seeds)
            .mapToObj(seed -> DropoutMasks.drawnFrom(seed, () -> DropoutMasks.draw(x, 0.5f)))
            .toList();

    assertNotEquals(masks.get(0), masks.get(1));
    assertEquals(masks.get(0), DropoutMasks.drawnFrom(seeds[0], () -> DropoutMasks.draw(x, 0.5f)));
  }

  @Test
  void aStepThatFailedDoesNotDisturbTheNext() {
    var network = SmallNetwork.of(manager, SmallNetwork.config().withDropout(0).withJitter(0));
    var halves = new SideBySide(network);
    var expected = gradients(network, halves, 1);
    try (var failing = manager.newSubManager()) {
      var random = new Random(1);
      var targets = SmallNetwork.features(failing, random, 2 * BATCH);
      var prompts = SmallNetwork.features(failing, random, BATCH);
      halves.forward(new ParameterStore(failing, false), new NDList(targets, prompts), true);
    }

    gradients(network, halves, 1)
        .forEach((name, gradient) -> assertArrayEquals(expected.get(name), gradient, name));
  }

  @Test
  void decodersOfUsersAndSingleImagesStayInOnePiece() {
    Decoders.register("side-by-side-test", BidirectionalDecoder::new);
    var ours = new OneNip(SmallNetwork.config());
    var theirs = new OneNip(SmallNetwork.config().withDecoder("side-by-side-test"));

    assertTrue(SideBySide.suits(ours, manager, 2));
    assertFalse(SideBySide.suits(ours, manager, 1));
    assertFalse(SideBySide.suits(theirs, manager, 2));
  }
}
