package org.onenip.model;

import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class PublishedParityTest {
  static NDList npz(NDManager m, String p) throws Exception {
    try (InputStream in = Files.newInputStream(Path.of(p))) {
      return NDList.decode(m, in);
    }
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

  static void check(String n, NDArray a, NDArray b) {
    float e = a.sub(b).abs().max().getFloat() / b.abs().max().getFloat();
    System.out.println(n + " " + e);
    assertTrue(e < 1e-5, n + e);
  }
}
