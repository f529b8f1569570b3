package org.onenip.training;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.*;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.onenip.SmallNetwork;
import org.onenip.inference.NetworkWeights;
import org.onenip.model.*;

class DataParallelTest {
  private static final int STEPS = 10;
  private final NDManager manager = NDManager.newBaseManager(Device.cpu());

  @AfterEach
  void close() {
    manager.close();
  }

  private static TrainingSettings settings(int grid) {
    var paper = TrainingSettings.paper(SmallNetwork.CHANNELS, grid, 10);
    return paper
        .withModel(SmallNetwork.config().withDropout(0).withJitter(1))
        .withLearningRate(1e-3);
  }

  private static Replicas cpus(int count, boolean threads) {
    return new Replicas(Collections.nCopies(count, Device.cpu()), threads);
  }

  record Result(List<StepLog> log, Map<String, float[]> weights) {}

  private Result onenip(Replicas replicas, int batch) {
    var s = settings(4);
    try (var t =
        new Trainer<>(
            manager, new OneNip(s.model()), s, new OneNipCriterion(s.objective()), replicas)) {
      var r = new Random(3);
      var log = new ArrayList<StepLog>();
      for (int i = 0; i < STEPS; i++) {
        try (var scratch = manager.newSubManager()) {
          log.add(
              t.step(
                  new OneNipCriterion.Batch(
                      SmallNetwork.features(scratch, r, batch),
                      SmallNetwork.features(scratch, r, batch),
                      SmallNetwork.features(scratch, r, batch),
                      SmallNetwork.random(scratch, r, 1, new Shape(2 * batch, 1, 64, 64))
                          .gt(1.5)
                          .toType(DataType.FLOAT32, false)),
                  0));
        }
      }
      return new Result(log, weights(t.network()));
    }
  }

  private static Map<String, float[]> weights(Reconstructor n) {
    var m = new LinkedHashMap<String, float[]>();
    NetworkWeights.of(n, "").forEach((k, a) -> m.put(k, a.toFloatArray()));
    return m;
  }

  @Test
  void measure() {
    for (int batch : new int[] {4, 5}) {
      var one = onenip(cpus(1, false), batch);
      for (var rep : List.of(cpus(2, false), cpus(3, false), cpus(2, true), cpus(3, true))) {
        var two = onenip(rep, batch);
        for (int i = 0; i < STEPS; i++) {
          var a = one.log.get(i);
          var b = two.log.get(i);
          System.out.printf(
              "M %d %s step %d %.2e %.2e %.2e %.2e %.2e%n",
              batch,
              rep,
              i,
              rel(a.loss(), b.loss()),
              rel(a.mse(), b.mse()),
              rel(a.dice(), b.dice()),
              rel(a.recall(), b.recall()),
              rel(a.gradientNorm(), b.gradientNorm()));
        }
        one.weights.forEach(
            (k, w) -> {
              double d = 0, n = 0, mx = 0;
              var v = two.weights.get(k);
              for (int j = 0; j < w.length; j++) {
                d += Math.pow(w[j] - v[j], 2);
                n += w[j] * w[j];
                mx = Math.max(mx, Math.abs(w[j] - v[j]));
              }
              System.out.printf("W %s %s %.2e max %.2e%n", rep, k, Math.sqrt(d / n), mx);
            });
      }
    }
  }

  private static double rel(double a, double b) {
    return Math.abs(a - b) / Math.abs(a);
  }
}
