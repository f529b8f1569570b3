package org.onenip.model;

import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class PublishedParityTest {
  static NDList npz(NDManager m, String p) throws Exception {
    return org.onenip.Reference.npz(m, Path.of(p));
  }

  @Test
  void full() throws Exception {
    try (var manager = NDManager.newBaseManager()) {
      var model = new OneNip(OneNipConfig.paper(272, 14));
      model.initialize(
          manager, DataType.FLOAT32, new Shape(1, 272, 14, 14), new Shape(1, 272, 14, 14));
      var names = ParameterNames.of(model);
      var weights = npz(manager, "/tmp/ck/full.npz");
      int used = 0;
      for (var w : weights) {
        var p = names.get(w.getName());
        if (p == null) {
          System.out.println("no " + w.getName());
          continue;
        }
        used++;
        w.copyTo(p.getArray());
      }
      System.out.println(used + " of " + names.size());
      model.freezeParameters(true);
      var ref = npz(manager, "/work/shared/parity/parity_onenip_full.npz");
      var pass = new Pass(new ParameterStore(manager, false), false);
      var out =
          model.forward(
              pass.parameters(), new NDList(ref.get("query_feat"), ref.get("prompt_feat")), false);
      check("rec", out.get(0), ref.get("rec_feat"));
      check("logit", out.get(1), ref.get("ref_logit"));
      check(
          "enc",
          model.encode(pass, ref.get("query_feat").concat(ref.get("prompt_feat"))).swapAxes(0, 1),
          ref.get("encoder_tokens"));
    }
  }

  @Test
  void train() throws Exception {
    try (var manager = NDManager.newBaseManager()) {
      var model = new OneNip(OneNipConfig.paper(272, 14).withDropout(0).withJitter(0));
      model.initialize(
          manager, DataType.FLOAT32, new Shape(1, 272, 14, 14), new Shape(1, 272, 14, 14));
      var names = ParameterNames.of(model);
      for (var w : npz(manager, "/tmp/ck/full.npz")) {
        if (names.containsKey(w.getName())) {
          names.get(w.getName()).getArray().subi(names.get(w.getName()).getArray()).addi(w);
        }
      }
      var ref = npz(manager, "/work/shared/parity/parity_train_full.npz");
      var optimizer = new org.onenip.training.AdamW(manager, names, 1e-4, 0.1);
      var objective = org.onenip.training.Objective.published();
      var ps = new ParameterStore(manager, false);
      var t = ref.get("traj_f64").toDoubleArray();
      for (int i = 0; i < 5; i++) {
        try (var gc = ai.djl.engine.Engine.getInstance().newGradientCollector()) {
          var f = ref.get("query_feat");
          var out =
              model.forward(
                  ps,
                  new NDList(f.concat(ref.get("synthetic_feat")), ref.get("prompt_feat")),
                  true);
          var mse = objective.reconstruction(out.get(0), f);
          var dice = objective.dice(out.get(1), ref.get("mask").toType(DataType.FLOAT32, false));
          var total = objective.total(mse, dice);
          gc.backward(total);
          System.out.printf(
              "%.7f %.7f %.7f | %.7f %.7f %.7f %.6f%n",
              mse.getFloat(),
              dice.getFloat(),
              total.getFloat(),
              t[i * 4],
              t[i * 4 + 1],
              t[i * 4 + 2],
              t[i * 4 + 3]);
        }
        System.out.println("norm " + optimizer.step(1e-4));
        if (i == 0) {
          var after = ref.get("after_first8_f64").toDoubleArray();
          int k = 0;
          double worst = 0;
          for (var e : names.entrySet()) {
            if (!e.getValue().requiresGradient()) continue;
            var a = e.getValue().getArray().flatten().get("0:8").toFloatArray();
            k++;
          }
          System.out.println(k);
        }
      }
    }
  }

  static void check(String n, NDArray a, NDArray b) {
    float e = a.sub(b).abs().max().getFloat() / b.abs().max().getFloat();
    System.out.println(n + " " + e);
    assertTrue(e < 1e-5, n + e);
  }
}
