package org.onenip.method.uniad;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import java.util.List;
import org.onenip.data.ImageSet;
import org.onenip.data.SampleImages;
import org.onenip.detect.Detector;
import org.onenip.detect.SavedDetector;
import org.onenip.detect.StepListener;
import org.onenip.model.Decoders;
import org.onenip.model.UniAd;
import org.onenip.support.UserError;
import org.onenip.training.Calibrator;
import org.onenip.training.EpochOrder;
import org.onenip.training.HeldOut;
import org.onenip.training.Losses;
import org.onenip.training.MethodSpec;
import org.onenip.training.MethodTrainer;
import org.onenip.training.ParameterGroup;
import org.onenip.training.Preset;
import org.onenip.training.StuckReconstruction;
import org.onenip.training.TrainingContext;
import org.onenip.training.TrainingLoop;
import org.onenip.training.TrainingSize;
import org.onenip.training.parallel.DataParallel;
import org.onenip.training.parallel.Replicas;
import org.onenip.training.parallel.Shares;

/**
 * UniAD: it rebuilds the jittered features of normal images, and minimises L_rec (Eq. 4) alone. It
 * sees no pseudo anomaly and no prompt, so that the backbone runs once over the training images and
 * never again.
 */
public final class UniAdMethod implements MethodSpec<UniAdSettings> {
  /** Its name. */
  public static final String NAME = "uniad";

  private static final long SEED = 133;

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public UniAdSettings settings(Preset preset, TrainingSize data) {
    return UniAdSettings.of(preset, data);
  }

  @Override
  public UniAdDetector train(TrainingContext context, UniAdSettings settings) {
    check(settings);
    check(settings, context);
    var listener = context.listener();
    try (var data = context.data(settings.standardize(), false, settings.seed());
        var training = Training.begin(data.manager(), settings, data.extractors().replicas())) {
      var trainer = training.trainer();
      var order = new EpochOrder(data.split().fit().size(), settings.seed());
      var watch = new StuckReconstruction(data.cache().classMeanError());
      new TrainingLoop<>(context.run(), settings, listener, trainer)
          .run(
              data.manager(),
              List.of(watch),
              manager ->
                  // those that were taken
                  data.cache().get(manager, order.batch(trainer.steps(), settings.batch())));
      var detector = new UniAdDetector(data.extractor(), training.network());
      detector.calibrate(data.calibrator(listener).thresholds(detector));
      return context.handOver(detector);
    }
  }

  /**
   * The network at its start, and what trains it.
   *
   * @param network owned by the manager until a detector does
   */
  public record Training(UniAd network, MethodTrainer<NDArray> trainer) implements AutoCloseable {
    /** Fills the network from the settings' seed. */
    public static Training begin(NDManager manager, UniAdSettings settings, Replicas replicas) {
      var config = settings.model();
      var network = new UniAd(config);
      MethodTrainer.seed(settings.seed());
      var features = new Shape(1, config.channels(), config.grid(), config.grid());
      network.initialize(manager, DataType.FLOAT32, features);
      var shared = DataParallel.of(network, replicas);
      return new Training(
          network,
          new MethodTrainer<>(
              manager,
              settings,
              ParameterGroup.of(network),
              (parameters, batch) -> losses(shared, parameters, batch)));
    }

    @Override
    public void close() {
      trainer.close();
    }
  }

  /** The squared error of a batch of features {@code (B, C, H, W)}. */
  static Losses losses(Block network, ParameterStore parameters, NDArray features) {
    var rebuilt = network.forward(parameters, new NDList(features), true).singletonOrThrow();
    return Losses.reconstruction(Losses.squaredError(rebuilt, features));
  }

  /**
   * Gives a detector that was trained elsewhere thresholds.
   *
   * @param set its normal training images serve
   */
  public static void calibrate(UniAdDetector detector, ImageSet set, StepListener listener) {
    var images = new SampleImages(detector.size());
    var split = HeldOut.split(set.train(), SEED);
    var calibrator = new Calibrator(split.calibration(), images::image, listener);
    detector.calibrate(calibrator.thresholds(detector));
  }

  @Override
  public Detector read(SavedDetector saved, Device device) {
    return UniAdDetector.read(saved, device);
  }

  @Override
  public void check(UniAdSettings settings) {
    if (!settings.model().decoder().equals(Decoders.LAYERWISE_QUERY)) {
      throw new UserError(
          "UniAD has the decoder %s, not %s: leave out model.decoder, or take --method onenip."
              .formatted(Decoders.LAYERWISE_QUERY, settings.model().decoder()));
    }
  }

  @Override
  public void check(UniAdSettings settings, TrainingContext context) {
    context.trainingSize().check(settings.model().channels(), settings.model().grid());
    new Shares(settings.batch(), context.backbones().size()); // checks
  }

  /** In a grid of 7 the 7×7 neighbour mask would leave nothing to look at. */
  @Override
  public int smallestSize() {
    return 128;
  }

  @Override
  public boolean sharesBatches() {
    return true;
  }
}
