package org.onenip.engine;

import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.training.ParameterStore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BiFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.onenip.SmallNetwork;

/** Against the engine's own batch normalisation of the whole batch. */
class SynchronizedBatchNormTest {
  private static final int CHANNELS = 3;

  /** First rows of the shares, and the end: 2, 1 and 4 images. */
  private static final long[] BOUNDS = {0, 2, 3, 7};

  private static final Shape SHAPE = new Shape(7, CHANNELS, 5, 4);

  /** Relative to the norm of what is compared; 7e-7 were seen. */
  private static final double TOLERANCE = 5e-6;

  private final NDManager manager = NDManager.newBaseManager(Device.cpu());
  private final Random random = new Random(7);
  private NDArray batch;
  private NDArray slope;

  @BeforeEach
  void fill() {
    var scales = manager.create(new float[] {0.1f, 1, 30}, new Shape(1, CHANNELS, 1, 1));
    batch = SmallNetwork.random(manager, random, 1, SHAPE).add(2).mul(scales);
    slope = SmallNetwork.random(manager, random, 1, SHAPE);
  }

  @AfterEach
  void close() {
    manager.close();
  }

  /**
   * What a way to normalise gives: output, gradients, running statistics.
   *
   * @param way takes the layer and the batch
   */
  private Map<String, NDArray> results(BiFunction<BatchNorm, NDArray, NDArray> way) {
    var norm =
        BatchNorm.builder()
            .optEpsilon(SynchronizedBatchNorm.EPSILON)
            .optMomentum(SynchronizedBatchNorm.MOMENTUM)
            .build();
    norm.initialize(manager, DataType.FLOAT32, SHAPE);
    var parameters = norm.getDirectParameters();
    parameters.get("gamma").getArray().set(new NDIndex("1"), 3); // no leaf is watched yet
    var x = batch.duplicate();
    x.setRequiresGradient(true);
    var results = new LinkedHashMap<String, NDArray>();
    try (var gradients = Engine.getInstance().newGradientCollector()) {
      var y = way.apply(norm, x);
      results.put("y", y);
      gradients.backward(y.mul(slope).sum());
    }
    results.put("gradient of x", x.getGradient());
    for (var name : List.of("gamma", "beta")) {
      results.put("gradient of " + name, parameters.get(name).getArray().getGradient());
    }
    for (var name : List.of("runningMean", "runningVar")) {
      results.put(name, parameters.get(name).getArray());
    }
    return results;
  }

  private NDArray engine(BatchNorm norm, NDArray x) {
    return new Pass(new ParameterStore(manager, false), true).apply(norm, x);
  }

  private static List<NDArray> shares(NDArray x) {
    var shares = new ArrayList<NDArray>();
    for (int r = 0; r + 1 < BOUNDS.length; r++) {
      shares.add(x.get(new NDIndex().addSliceDim(BOUNDS[r], BOUNDS[r + 1])));
    }
    return shares;
  }

  private NDArray synchronised(BatchNorm norm, NDArray x) {
    var primary = new Pass(new ParameterStore(manager, false), true);
    return NDArrays.concat(new NDList(SynchronizedBatchNorm.apply(norm, primary, shares(x))));
  }

  private NDArray eachByItself(BatchNorm norm, NDArray x) {
    return NDArrays.concat(
        new NDList(shares(x).stream().map(share -> engine(norm, share)).toList()));
  }

  private static double difference(NDArray expected, NDArray actual) {
    double norm = Math.sqrt(expected.square().sum().getFloat());
    return Math.sqrt(expected.sub(actual).square().sum().getFloat()) / norm;
  }

  @Test
  void equalsTheEnginesOnTheWholeBatch() {
    var expected = results(this::engine);
    var actual = results(this::synchronised);
    expected.forEach(
        (name, array) -> {
          double difference = difference(array, actual.get(name));
          assertTrue(difference < TOLERANCE, name + " differs by " + difference);
        });
  }

  @Test
  void sharesNormalisedByThemselvesWouldFail() {
    var expected = results(this::engine);
    var actual = results(this::eachByItself);
    for (var name : List.of("y", "gradient of x", "gradient of gamma", "runningMean")) {
      double difference = difference(expected.get(name), actual.get(name));
      assertTrue(difference > 1e4 * TOLERANCE, name + " differs by only " + difference);
    }
  }
}
