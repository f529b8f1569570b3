package org.onenip.method.uniad;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.onenip.Reference.needShared;
import static org.onenip.Reference.npz;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.ParameterStore;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.onenip.engine.ParameterNames;
import org.onenip.model.UniAd;
import org.onenip.training.Preset;
import org.onenip.training.TrainingSize;
import org.onenip.training.parallel.Replicas;
import org.onenip.weights.NetworkWeights;
import org.onenip.weights.WeightFile;

/**
 * UniAD's loss, gradients and five AdamW steps, dropout and jitter off, on the reference checkpoint
 * and features. The figures come from a restatement of UniAD in PyTorch 2.7.1 in double precision,
 * which agrees with the published code's reconstruction to 7e-7.
 */
class UniAdTrainingParityTest {
  /** Norms of some parameters' gradients at the first step. */
  private static final Map<String, Double> GRADIENTS =
      Map.of(
          "input_proj.weight",
          0.7108532777522283,
          "pos_embed.col_embed.weight",
          0.0038989822277744964,
          "transformer.encoder.layers.0.self_attn.in_proj_weight",
          0.8104803521845706,
          "transformer.decoder.layers.0.learned_embed.weight",
          0.0012866899281683338,
          "transformer.decoder.layers.3.multihead_attn.in_proj_weight",
          0.991267902726585,
          "transformer.decoder.norm.weight",
          0.15641796185053708,
          "output_proj.bias",
          0.10392674861400075);

  /** Loss and global gradient norm of each step. */
  private static final double[][] TRAJECTORY = {
    {4.3109245277003, 3.7891684563896},
    {3.943264406950066, 2.5778489964067592},
    {3.733922556299766, 2.0954185055616845},
    {3.5830247442991374, 1.7329828631421453},
    {3.4715429070257926, 1.5242410688346588},
  };

  private final NDManager manager = NDManager.newBaseManager(Device.cpu());

  @AfterEach
  void close() {
    manager.close();
  }

  /** The reference checkpoint in training, without what is random. */
  private UniAd network(UniAdMethod.Training training) {
    var network = training.network();
    network.freezeParameters(true); // the engine writes over no watched leaf
    var tensors = WeightFile.read(needShared("parity/uniad_ckpt.pth.tar"));
    NetworkWeights.load(network, tensors, "reconstruction.", "uniad_ckpt");
    network.freezeParameters(false);
    return network;
  }

  private UniAdMethod.Training training() {
    var paper = UniAdSettings.of(Preset.PAPER, new TrainingSize(272, 14, 64));
    var still = paper.model().withDropout(0).withJitter(0);
    var alone = Replicas.on(List.of(Device.cpu()));
    return UniAdMethod.Training.begin(manager, paper.withModel(still), alone);
  }

  private NDArray features() {
    return npz(manager, needShared("parity/parity_uniad_default.npz")).get("feature_align");
  }

  @Test
  void gradientsAreThoseOfPyTorch() {
    try (var training = training()) {
      var network = network(training);
      try (var gradients = Engine.getInstance().newGradientCollector()) {
        var parameters = new ParameterStore(manager, false);
        gradients.backward(UniAdMethod.losses(network, parameters, features()).total());
      }
      checkGradients(network, TRAJECTORY[0][1]);
    }
  }

  @Test
  void fiveStepsFollowPyTorch() {
    try (var training = training()) {
      network(training);
      for (int i = 0; i < TRAJECTORY.length; i++) {
        var step = training.trainer().step(features(), 0);
        double loss = TRAJECTORY[i][0];
        double norm = TRAJECTORY[i][1];
        // float32 rounding grows along the trajectory
        assertEquals(loss, step.loss(), (1e-6 + 5e-6 * i) * loss, "loss " + i);
        assertEquals(norm, step.gradientNorm(), (1e-4 + 2e-4 * i) * norm, "norm " + i);
      }
    }
  }

  private static void checkGradients(UniAd network, double total) {
    var parameters = ParameterNames.of(network);
    GRADIENTS.forEach(
        (name, expected) -> {
          double ours = norm(parameters.get(name).getArray().getGradient());
          assertEquals(expected, ours, 1e-4 * expected + 1e-7 * total, name);
        });
  }

  private static double norm(NDArray array) {
    return Math.sqrt(array.square().sum().getFloat());
  }
}
