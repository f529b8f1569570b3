package org.onenip.method.uniad;

import java.util.Map;
import org.onenip.model.OneNipConfig;
import org.onenip.support.Records;
import org.onenip.support.UserError;
import org.onenip.training.Course;
import org.onenip.training.Preset;
import org.onenip.training.Schedule;
import org.onenip.training.TrainingSettings;
import org.onenip.training.TrainingSize;

/**
 * How UniAD is trained: on the schedule that OneNIP has kept, by the squared error alone, without
 * pseudo anomalies and prompts.
 *
 * @param model the network
 * @param standardize see {@link TrainingSettings}, as for all that follow
 */
public record UniAdSettings(
    OneNipConfig model,
    boolean standardize,
    int steps,
    int batch,
    double learningRate,
    Schedule schedule,
    int warmUp,
    double weightDecay,
    double maxGradientNorm,
    long seed,
    int checkpointEvery)
    implements TrainingSettings {

  /** Checks the ranges, for the values may come from a file. */
  public UniAdSettings {
    Course.require(model != null, "model", model);
    Course.require(steps > 0, "steps", steps);
    Course.check(batch, learningRate, warmUp, weightDecay, maxGradientNorm, checkpointEvery);
  }

  /**
   * What a preset says of data like these.
   *
   * @throws UserError if it takes no step
   */
  public static UniAdSettings of(Preset preset, TrainingSize data) {
    if (preset == Preset.QUICK) {
      throw new UserError("UniAD has to be trained: choose another --preset than quick.");
    }
    var model =
        preset == Preset.PAPER
            ? OneNipConfig.paper(data.channels(), data.grid())
            : OneNipConfig.brief(data.channels(), data.grid());
    return Course.of(preset, data.images())
        .with(UniAdSettings.class, Map.of("model", model.asUniAd()));
  }

  /** The same for another number of steps. */
  public UniAdSettings withSteps(int steps) {
    return Records.with(this, "steps", steps);
  }

  /** The same with another batch. */
  public UniAdSettings withBatch(int batch) {
    return Records.with(this, "batch", batch);
  }

  /** The same with another network. */
  public UniAdSettings withModel(OneNipConfig model) {
    return Records.with(this, "model", model);
  }
}
