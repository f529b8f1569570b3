package org.onenip.cli;

import org.onenip.training.TrainingSettings;

/** How long and how large to train. */
enum Preset {
  TINY {
    @Override
    TrainingSettings settings(int channels, int grid, int images) {
      return TrainingSettings.tiny(channels, grid, images);
    }
  },
  SMALL {
    @Override
    TrainingSettings settings(int channels, int grid, int images) {
      return TrainingSettings.small(channels, grid, images);
    }
  },
  PAPER {
    @Override
    TrainingSettings settings(int channels, int grid, int images) {
      return TrainingSettings.paper(channels, grid, images);
    }
  };

  abstract TrainingSettings settings(int channels, int grid, int images);

  @Override
  public String toString() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
