package org.onenip.cli;

import java.util.Locale;
import org.onenip.backbone.Backbone;
import org.onenip.training.AnomalyMethod;
import org.onenip.training.NearestNeighborMethod;
import org.onenip.training.OneNipMethod;

/** The ways to find anomalies that {@code train} knows. */
enum Method {
  ONENIP {
    @Override
    AnomalyMethod of(RunConfig config, Backbone backbone) {
      return new OneNipMethod(backbone, config.settings(), config.textureFolder());
    }
  },
  NEAREST {
    @Override
    AnomalyMethod of(RunConfig config, Backbone backbone) {
      return new NearestNeighborMethod(backbone, config.size());
    }
  };

  /** The method as a run's configuration describes it. */
  abstract AnomalyMethod of(RunConfig config, Backbone backbone);

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
