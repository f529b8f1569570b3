package org.onenip.training.parallel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.onenip.SmallNetwork;
import org.onenip.detect.StepLog;
import org.onenip.engine.ParameterNames;
import org.onenip.engine.Tensors;
import org.onenip.method.onenip.Criterion;
import org.onenip.method.onenip.Objective;
import org.onenip.method.onenip.OneNipCriterion;
import org.onenip.method.onenip.OneNipSettings;
import org.onenip.method.onenip.OneNipTraining;
import org.onenip.method.uniad.UniAdMethod;
import org.onenip.method.uniad.UniAdSettings;
import org.onenip.model.OneNip;
import org.onenip.model.OneNipConfig;
import org.onenip.support.Records;
import org.onenip.training.Losses;
import org.onenip.training.MethodTrainer;
import org.onenip.training.Preset;
import org.onenip.training.TrainingSize;
import org.onenip.weights.NetworkWeights;

/**
 * Replicas on one CPU, of which each has copies of the parameters, train as one device does on the
 * same batches: feature jitter on, dropout off.
 */
class DataParallelTest {
  private static final int STEPS = 10;

  /** The least whose tokens see beyond a window of 7. */
  private static final int UNIAD_GRID = 8;

  /** Of losses and gradient norms, relative; 2e-7 were seen, a few roundings of a float. */
  private static final double OF_LOG = 1e-6;

  /** Of a parameter after the last step, relative to its norm; 1e-6 were seen. */
  private static final double OF_WEIGHTS = 1e-5;

  private final NDManager manager = NDManager.newBaseManager(Device.cpu());

  @AfterEach
  void close() {
    manager.close();
  }

  /** The log, and the network after the last step. */
  private record Trained(List<StepLog> log, Map<String, float[]> weights) {}

  private static Replicas replicas(int count, boolean concurrent) {
    return new Replicas(Collections.nCopies(count, Device.cpu()), concurrent);
  }

  private static OneNipSettings settings(int grid, double jitter) {
    var config =
        OneNipConfig.paper(SmallNetwork.CHANNELS, grid)
            .withWidth(16)
            .withLayers(2, 2)
            .withDropout(0)
            .withJitter(jitter);
    return OneNipSettings.paper(SmallNetwork.CHANNELS, grid, 10)
        .withModel(Records.with(config, "refinerWidth", 16))
        .withLearningRate(1e-3);
  }

  /** Takes the steps; {@code batches} makes a batch of random numbers. */
  private <B> Trained train(MethodTrainer<B> trainer, Function<Random, B> batches) {
    try (trainer) {
      var random = new Random(3);
      var log = new ArrayList<StepLog>();
      for (int i = 0; i < STEPS; i++) {
        log.add(trainer.step(batches.apply(random), 0));
      }
      var weights = new LinkedHashMap<String, float[]>();
      NetworkWeights.of(trainer.parameters(), "")
          .forEach((name, array) -> weights.put(name, array.toFloatArray()));
      return new Trained(log, weights);
    }
  }

  private Trained oneNip(double jitter, int batch, Replicas replicas, Criterion loss) {
    var settings = settings(SmallNetwork.GRID, jitter);
    return train(
        OneNipTraining.begin(manager, settings, replicas, loss).trainer(),
        random -> {
          int side = 16 * SmallNetwork.GRID;
          var masks = SmallNetwork.random(manager, random, 1, new Shape(2 * batch, 1, side, side));
          return new OneNipCriterion.Batch(
              SmallNetwork.features(manager, random, batch),
              SmallNetwork.features(manager, random, batch),
              SmallNetwork.features(manager, random, batch),
              masks.gt(1.5).toType(DataType.FLOAT32, false));
        });
  }

  private static OneNipCriterion published() {
    return new OneNipCriterion(Objective.published());
  }

  /**
   * A parameter without what attention does not depend on: a key's bias shifts all scores of a
   * query alike. Its gradient is rounding noise, which Adam's step makes as large as any.
   */
  private static float[] withoutKeyBias(String name, float[] values) {
    if (!name.endsWith("in_proj_bias")) {
      return values;
    }
    var kept = values.clone();
    Arrays.fill(kept, values.length / 3, 2 * values.length / 3, 0);
    return kept;
  }

  private static double difference(float[] expected, float[] actual) {
    double squares = 0;
    double norm = 0;
    for (int i = 0; i < expected.length; i++) {
      squares += Math.pow(expected[i] - actual[i], 2);
      norm += Math.pow(expected[i], 2);
    }
    return Math.sqrt(squares / norm);
  }

  private static void near(String what, Double expected, Double actual) {
    if (expected == null) {
      assertEquals(expected, actual, what);
    } else {
      assertEquals(expected, actual, OF_LOG * Math.abs(expected), what);
    }
  }

  private static void assertEqual(Trained expected, Trained actual) {
    for (int i = 0; i < STEPS; i++) {
      var one = expected.log().get(i);
      var several = actual.log().get(i);
      near("loss " + i, one.loss(), several.loss());
      near("squared error " + i, one.loss("mse"), several.loss("mse"));
      near("dice " + i, one.loss("dice"), several.loss("dice"));
      near("recall " + i, one.loss("recall"), several.loss("recall"));
      near("gradient norm " + i, one.gradientNorm(), several.gradientNorm());
    }
    expected
        .weights()
        .forEach(
            (name, values) -> {
              double difference =
                  difference(
                      withoutKeyBias(name, values),
                      withoutKeyBias(name, actual.weights().get(name)));
              assertTrue(difference < OF_WEIGHTS, name + " differs by " + difference);
            });
  }

  @ParameterizedTest
  @CsvSource({"2,4,false", "2,5,false", "3,5,true"})
  void oneNipEqualsOneDevice(int replicas, int batch, boolean concurrent) {
    assertEqual(
        oneNip(1, batch, replicas(1, false), published()),
        oneNip(1, batch, replicas(replicas, concurrent), published()));
  }

  @ParameterizedTest
  @CsvSource({"2,4,false", "3,5,true"})
  void uniAdEqualsOneDevice(int replicas, int batch, boolean concurrent) {
    assertEqual(uniAd(batch, replicas(1, false)), uniAd(batch, replicas(replicas, concurrent)));
  }

  private Trained uniAd(int batch, Replicas replicas) {
    var like = settings(UNIAD_GRID, 1);
    var data = new TrainingSize(SmallNetwork.CHANNELS, UNIAD_GRID, 10);
    var settings =
        Records.with(
            UniAdSettings.of(Preset.PAPER, data).withModel(like.model().asUniAd()),
            "learningRate",
            like.learningRate());
    return train(
        UniAdMethod.Training.begin(manager, settings, replicas).trainer(),
        random ->
            SmallNetwork.random(
                manager,
                random,
                1,
                new Shape(batch, SmallNetwork.CHANNELS, UNIAD_GRID, UNIAD_GRID)));
  }

  /** At its published width, and where no optimizer has made rounding noise large. */
  @Test
  void everyParametersGradientEqualsThatOfOneDevice() {
    var network = SmallNetwork.of(manager, SmallNetwork.config().withDropout(0));
    var expected = gradients(network, network);
    var actual = gradients(network, new DataParallel(network, replicas(3, true)));
    double squares = expected.values().stream().mapToDouble(g -> g.square().sum().getFloat()).sum();
    expected.forEach(
        (name, gradient) -> {
          double size = Math.sqrt(gradient.square().sum().getFloat());
          double difference = Math.sqrt(gradient.sub(actual.get(name)).square().sum().getFloat());
          double tolerance = 1e-5 * size + 1e-7 * Math.sqrt(squares); // noise is below the total
          assertTrue(difference < tolerance, name + " differs by " + difference);
        });
  }

  /** The gradients, by parameter, that a batch of 5 leaves. */
  private Map<String, NDArray> gradients(OneNip network, Block shared) {
    var random = new Random(9);
    var targets = SmallNetwork.features(manager, random, 10);
    var prompts = SmallNetwork.features(manager, random, 5);
    var slope = SmallNetwork.random(manager, random, 1, new Shape(10, 1, 64, 64));
    Engine.getInstance().setRandomSeed(5); // of the jitter
    try (var gradients = Engine.getInstance().newGradientCollector()) {
      var store = new ParameterStore(manager, false);
      var out = shared.forward(store, new NDList(targets, prompts), true);
      gradients.backward(out.get(0).sub(targets).square().mean().add(out.get(1).mul(slope).mean()));
    }
    var results = new LinkedHashMap<String, NDArray>();
    ParameterNames.of(network)
        .forEach(
            (name, parameter) -> {
              if (parameter.requiresGradient()) {
                var gradient = parameter.getArray().getGradient();
                results.put(name, gradient.duplicate());
                gradient.subi(gradient); // the next ones would be added
              }
            });
    return results;
  }

  /** The usual way to average over devices, in which each normalises its images by themselves. */
  private static Losses ofHalves(
      Block network, ParameterStore parameters, OneNipCriterion.Batch batch) {
    var first = published().of(network, parameters, half(batch, 0));
    var second = published().of(network, parameters, half(batch, 1));
    var parts = new LinkedHashMap<String, NDArray>();
    for (var name : List.of("mse", "dice")) {
      var sum = first.parts().get(name).add(second.parts().get(name));
      parts.put(name, Tensors.scale(sum, 0.5));
    }
    parts.put("recall", first.parts().get("recall"));
    return new Losses(Tensors.scale(first.total().add(second.total()), 0.5), parts);
  }

  private static OneNipCriterion.Batch half(OneNipCriterion.Batch batch, int half) {
    long size = batch.normal().getShape().get(0) / 2;
    var rows = new NDIndex().addSliceDim(half * size, (half + 1) * size);
    var anomalous = new NDIndex().addSliceDim((2 + half) * size, (3 + half) * size);
    return new OneNipCriterion.Batch(
        batch.normal().get(rows),
        batch.pseudo().get(rows),
        batch.prompt().get(rows),
        batch.masks().get(rows).concat(batch.masks().get(anomalous), 0));
  }

  @Test
  void withStatisticsOfEachShareItWouldNot() {
    var whole = oneNip(0, 4, replicas(1, false), published());
    assertEqual(whole, oneNip(0, 4, replicas(2, false), published()));
    var halves = oneNip(0, 4, replicas(1, false), DataParallelTest::ofHalves);
    var step = whole.log().get(0);
    near(
        "squared error",
        step.loss("mse"),
        halves.log().get(0).loss("mse")); // no image sees another
    for (var name : List.of("seghead.upconv1.1.running_var", "seghead.upconv2.0.weight")) {
      double difference = difference(whole.weights().get(name), halves.weights().get(name));
      assertTrue(difference > 1000 * OF_WEIGHTS, name + " differs by only " + difference);
    }
  }
}
