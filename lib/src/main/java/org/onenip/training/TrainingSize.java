package org.onenip.training;

import org.onenip.support.UserError;

/**
 * What settings depend on of the data and the backbone.
 *
 * @param channels C of the backbone's features
 * @param grid side of the feature map
 * @param images normal training images, which give the length of an epoch
 */
public record TrainingSize(int channels, int grid, int images) {
  /**
   * Checks that a network is made for them.
   *
   * @throws UserError if its {@code model.channels} or {@code model.grid} are others
   */
  public void check(int networkChannels, int networkGrid) {
    if (networkGrid != grid) {
      throw new UserError(
          "model.grid is %d, but images of %d have %d: leave it out, it follows from --size."
              .formatted(networkGrid, 16 * grid, grid));
    }
    if (networkChannels != channels) {
      throw new UserError(
          "model.channels is %d, but the backbone gives %d: leave it out, it follows from --backbone."
              .formatted(networkChannels, channels));
    }
  }
}
