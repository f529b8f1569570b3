package org.onenip.method.uniad;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.onenip.SmallNetwork;
import org.onenip.model.Decoders;
import org.onenip.model.UniAd;
import org.onenip.training.MethodTrainer;
import org.onenip.training.ParameterGroup;
import org.onenip.training.Preset;
import org.onenip.training.TrainingSize;

/**
 * UniAD's loss, gradients and AdamW on {@link SmallNetwork}: the figures were written down when
 * {@link UniAdTrainingParityTest} held the same code to PyTorch.
 */
class SmallUniAdTrainingTest {
  /** Loss and global gradient norm of each step. */
  private static final double[][] TRAJECTORY = {
    {1.08057082, 0.639776409},
    {1.07881117, 0.635633647},
    {1.07707775, 0.628362596},
    {1.07537067, 0.618826389},
    {1.07373524, 0.60908258},
  };

  private final NDManager manager = NDManager.newBaseManager(Device.cpu());

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void fiveStepsGiveTheNumbersOfTheParityChecks() {
    var config =
        SmallNetwork.config().withDecoder(Decoders.LAYERWISE_QUERY).withDropout(0).withJitter(0);
    var network = SmallNetwork.filled(manager, new UniAd(config));
    var settings = UniAdSettings.of(Preset.PAPER, new TrainingSize(272, 14, 64));
    var features = SmallNetwork.features(manager, new Random(4), 3);
    try (var trainer =
        new MethodTrainer<NDArray>(
            manager,
            settings,
            ParameterGroup.of(network),
            (parameters, batch) -> UniAdMethod.losses(network, parameters, batch))) {
      for (var expected : TRAJECTORY) {
        var step = trainer.step(features, 0);
        assertEquals(expected[0], step.loss(), 2e-5 * expected[0]);
        assertEquals(expected[1], step.gradientNorm(), 1e-3 * expected[1]);
      }
    }
  }
}
