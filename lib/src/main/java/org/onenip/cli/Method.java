package org.onenip.cli;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.onenip.UserError;
import org.onenip.backbone.Backbone;
import org.onenip.training.AnomalyMethod;
import org.onenip.training.NearestNeighborMethod;
import org.onenip.training.OneNipMethod;
import org.onenip.training.TrainingSettings;
import org.onenip.training.UniAdMethod;

/** The ways to find anomalies that {@code train} knows. */
enum Method {
  ONENIP(32) {
    @Override
    AnomalyMethod of(RunConfig config, List<Backbone> backbones) {
      return new OneNipMethod(backbones, config.settings(), config.textureFolder());
    }
  },
  /** From side 128: in a grid of 7 the 7×7 neighbour mask would leave nothing to look at. */
  UNIAD(128) {
    @Override
    AnomalyMethod of(RunConfig config, List<Backbone> backbones) {
      return new UniAdMethod(backbones, config.settings());
    }

    @Override
    TrainingSettings settings(TrainingSettings preset) {
      return preset.asUniAd();
    }
  },
  NEAREST(32) {
    @Override
    AnomalyMethod of(RunConfig config, List<Backbone> backbones) {
      if (backbones.size() > 1) {
        throw new UserError("--method nearest takes one --device: it learns nothing.");
      }
      return new NearestNeighborMethod(backbones.get(0), config.size());
    }

    @Override
    TrainingSettings settings(TrainingSettings preset) {
      return null;
    }
  };

  private final int smallestSize;

  Method(int smallestSize) {
    this.smallestSize = smallestSize;
  }

  /** The least side of its images. */
  int smallestSize() {
    return smallestSize;
  }

  /** The method as a run's configuration describes it; its backbone on each device. */
  abstract AnomalyMethod of(RunConfig config, List<Backbone> backbones);

  /** Its own settings after a preset, which is OneNIP's; {@code null} where it has none. */
  TrainingSettings settings(TrainingSettings preset) {
    return preset;
  }

  /**
   * The method that made a run.
   *
   * @throws UserError if it is none of these: the run was imported
   */
  static Method named(String name, Path run) {
    return Arrays.stream(values())
        .filter(method -> method.toString().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new UserError(
                    "The run in %s was not trained here (%s), and cannot be trained on."
                        .formatted(run, name)));
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
