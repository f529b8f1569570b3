package org.onenip.cli;

import java.util.Locale;
import java.util.Optional;
import org.onenip.backbone.Neck;
import org.onenip.training.TrainingSettings;

/** How long and how large to train. */
enum Preset {
  QUICK {
    @Override
    TrainingSettings settings(int channels, int grid, int images) {
      return TrainingSettings.quick(channels, grid, images);
    }
  },
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

    @Override
    Neck neck() {
      return Neck.PUBLISHED;
    }

    @Override
    Optional<Integer> epochs() {
      return Optional.of(TrainingSettings.PAPER_EPOCHS);
    }
  };

  /** How the backbone's maps are joined unless something else is asked for. */
  Neck neck() {
    return Neck.MOMENTS;
  }

  abstract TrainingSettings settings(int channels, int grid, int images);

  /** How many passes over the data it takes, where that and not steps is what it says. */
  Optional<Integer> epochs() {
    return Optional.empty();
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
