package org.onenip.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.onenip.Reference.assertClose;
import static org.onenip.Reference.needShared;
import static org.onenip.Reference.npz;
import static org.onenip.Reference.resource;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.onenip.engine.AlignedResize;
import org.onenip.engine.Pass;
import org.onenip.weights.NetworkWeights;
import org.onenip.weights.WeightFile;

/** Against the authors' PyTorch code (shared/parity). */
class PublishedParityTest {
  private final NDManager manager = NDManager.newBaseManager(Device.cpu());

  @AfterEach
  void close() {
    manager.close();
  }

  private <N extends Reconstructor> N network(N network) {
    var config = network.config();
    var features = new Shape(1, config.channels(), config.grid(), config.grid());
    network.initialize(manager, DataType.FLOAT32, features, features);
    network.freezeParameters(true);
    return network;
  }

  private Pass pass() {
    return new Pass(new ParameterStore(manager, false), false);
  }

  /** (L, B, E) as PyTorch orders it to (B, L, E). */
  private static NDArray batchFirst(NDArray tokens) {
    return tokens.swapAxes(0, 1);
  }

  @Test
  void oneNipGivesThePublishedCodesFeaturesAndMaps() {
    var reference = npz(manager, needShared("parity/parity_onenip_full.npz"));
    var network = network(new OneNip(OneNipConfig.paper(272, 14)));
    var tensors = WeightFile.read(needShared("parity/full_ckpt.pth.tar"));
    NetworkWeights.load(network, tensors, "reconstruction.", "full_ckpt");
    var target = reference.get("query_feat");
    var prompt = reference.get("prompt_feat");
    assertClose(
        "encoder",
        batchFirst(reference.get("encoder_tokens")),
        network.encode(pass(), target.concat(prompt)),
        1e-5);
    var out =
        network.forward(new ParameterStore(manager, false), new NDList(target, prompt), false);
    assertClose("rec_feat", reference.get("rec_feat"), out.get(0), 1e-5);
    assertClose("ref_logit", reference.get("ref_logit"), out.get(1), 1e-5);
    var error = out.get(0).sub(target).norm(new int[] {1}, true);
    assertClose("rec_14", reference.get("rec_14"), error, 1e-5);
    assertClose("rec_pred", reference.get("rec_pred"), AlignedResize.apply(error, 224, 224), 1e-5);
    assertClose(
        "ref_pred", reference.get("ref_pred"), out.get(1).getNDArrayInternal().sigmoid(), 1e-5);
  }

  @Test
  void uniAdGivesItsPublishedCodesFeaturesAndMaps() {
    var reference = npz(manager, needShared("parity/parity_uniad_default.npz"));
    var network = network(new UniAd(OneNipConfig.paper(272, 14).asUniAd()));
    var tensors = WeightFile.read(needShared("parity/uniad_ckpt.pth.tar"));
    NetworkWeights.load(network, tensors, "reconstruction.", "uniad_ckpt");
    var features = reference.get("feature_align");
    var encoded = network.encode(pass(), features);
    assertClose("encoder", batchFirst(reference.get("encoder_tokens")), encoded, 1e-5);
    var rebuilt = network.reconstruct(pass(), features);
    assertClose("feature_rec", reference.get("feature_rec"), rebuilt, 1e-5);
    var error = rebuilt.sub(features).norm(new int[] {1}, true);
    assertClose("pred", reference.get("pred"), AlignedResize.apply(error, 224, 224), 1e-5);
  }

  @ParameterizedTest
  @CsvSource({"14, 7", "16, 8", "20, 10"})
  void neighbourMaskBlocksThePublishedWindow(int grid, int n) {
    var name = "mask_%d_%d".formatted(grid, n);
    var blocked = resource(manager, "parity/neighbor_masks.npz").get(name).toBooleanArray();
    var mask = NeighborMask.of(manager, grid, n).toFloatArray();
    var ours = new boolean[mask.length];
    for (int i = 0; i < ours.length; i++) {
      ours[i] = mask[i] == Float.NEGATIVE_INFINITY;
    }
    assertArrayEquals(blocked, ours);
  }

  @Test
  void cornersStayWhereTheyAreWhenFeaturesAreResized() {
    var ramp = manager.arange(64f).reshape(1, 1, 8, 8);
    var small = AlignedResize.apply(ramp, 3, 3).toFloatArray();
    assertArrayEquals(new float[] {0, 3.5f, 7, 28, 31.5f, 35, 56, 59.5f, 63}, small, 1e-5f);
    assertEquals(new Shape(1, 1, 8, 8), AlignedResize.apply(ramp, 8, 8).getShape());
  }
}
