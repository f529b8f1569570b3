package org.onenip.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import java.util.List;
import org.onenip.UserError;
import org.onenip.backbone.Backbone;
import org.onenip.data.ImageSet;
import org.onenip.inference.UniAdDetector;
import org.onenip.model.Decoders;
import org.onenip.model.Shares;
import org.onenip.model.UniAd;

/**
 * UniAD, trained as the settings say: it rebuilds the jittered features of normal images, and
 * minimises L_rec (Eq. 4) alone. It sees no pseudo anomaly and no prompt, so that the backbone runs
 * once over the training images and never again.
 *
 * @param backbones the same one, frozen, on every device that trains; the detector will own the
 *     first, the others are closed after the training
 * @param settings of {@link TrainingSettings#asUniAd}
 */
public record UniAdMethod(List<Backbone> backbones, TrainingSettings settings)
    implements AnomalyMethod {
  /** Checks that the batch suffices for the devices, and that the decoder is UniAD's. */
  public UniAdMethod {
    if (!settings.model().decoder().equals(Decoders.LAYERWISE_QUERY)) {
      throw new UserError(
          "UniAD has the decoder %s, not %s: leave out model.decoder, or take --method onenip."
              .formatted(Decoders.LAYERWISE_QUERY, settings.model().decoder()));
    }
    backbones = List.copyOf(backbones);
    new Shares(settings.batch(), backbones.size());
  }

  /** On one device. */
  public UniAdMethod(Backbone backbone, TrainingSettings settings) {
    this(List.of(backbone), settings);
  }

  @Override
  public UniAdDetector train(ImageSet set, RunFolder run, TrainingListener listener) {
    try (var data = TrainingData.of(set, backbones, settings, listener);
        var trainer =
            new Trainer<>(
                data.manager(),
                new UniAd(settings.model()),
                settings,
                UniAdMethod::loss,
                data.extractors().replicas())) {
      var order = new EpochOrder(data.split().fit().size(), settings.seed());
      new TrainingLoop<>(run, settings, listener, trainer)
          .run(
              data,
              manager -> {
                int step = trainer.optimizer().steps(); // those that were taken
                return data.cache().get(manager, order.batch(step, settings.batch()));
              });
      var detector = new UniAdDetector(data.extractor(), trainer.network());
      return detector.with(data.calibrator(listener).thresholds(detector));
    }
  }

  /** The squared error of a batch of features {@code (B, C, H, W)}. */
  static Loss loss(Block network, ParameterStore parameters, NDArray features) {
    var rebuilt = network.forward(parameters, new NDList(features), true).singletonOrThrow();
    return Loss.reconstruction(Objective.squaredError(rebuilt, features));
  }
}
