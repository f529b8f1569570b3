package org.onenip.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.onenip.SmallNetwork;
import org.onenip.engine.Pass;

/** Attention in one kernel is attention step by step. */
class AttentionTest {
  private static final int WIDTH = 16;
  private static final int GRID = 5;
  private static final Shape TOKENS = new Shape(3, GRID * GRID, WIDTH);

  private final NDManager manager = NDManager.newBaseManager(Device.cpu());

  @AfterEach
  void close() {
    manager.close();
  }

  /** The result and all gradients, by name. */
  private Map<String, NDArray> pass(Attention attention, NDArray mask) {
    var random = new Random(2);
    var query = SmallNetwork.random(manager, random, 1, TOKENS);
    var key = SmallNetwork.random(manager, random, 1, TOKENS);
    var slope = SmallNetwork.random(manager, random, 1, TOKENS);
    query.setRequiresGradient(true);
    key.setRequiresGradient(true);
    var results = new LinkedHashMap<String, NDArray>();
    try (var gradients = Engine.getInstance().newGradientCollector()) {
      var pass = new Pass(new ParameterStore(manager, false), true);
      var out = attention.attend(pass, query, key, key, mask);
      results.put("out", out.duplicate());
      gradients.backward(out.mul(slope).sum());
    }
    results.put("query", query.getGradient());
    results.put("key", key.getGradient());
    for (var parameter : attention.getParameters()) {
      var gradient = parameter.getValue().getArray().getGradient();
      results.put(parameter.getKey(), gradient.duplicate());
      gradient.subi(gradient); // the next ones would be added
    }
    return results;
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void oneKernelEqualsTheStepsInValuesAndGradients(boolean masked) {
    var attention = new Attention(WIDTH, 4, 0);
    attention.initialize(manager, DataType.FLOAT32, TOKENS, TOKENS, TOKENS);
    var mask = masked ? NeighborMask.of(manager, GRID, 3) : null;
    var inOneKernel = pass(attention, mask);
    attention.observe(weights -> {});
    var stepByStep = pass(attention, mask);

    assertEquals(7, stepByStep.size());
    stepByStep.forEach(
        (name, expected) -> {
          double scale = expected.abs().max().getFloat();
          double difference = expected.sub(inOneKernel.get(name)).abs().max().getFloat();
          assertTrue(difference < 2e-6 * scale + 1e-6, name + " differs by " + difference);
          assertTrue(scale > 0, name + " is zero");
        });
  }
}
