package org.onenip.method.onenip;

import java.util.List;
import org.onenip.data.RgbImage;

/**
 * One normal image that stands for its class.
 *
 * @param className the class
 * @param image the image at the detector's size, to be shown
 * @param features its features {@code C * H * W}, channel by channel, standardised if the model is
 * @param signposts mean features, C numbers each, of other normal images of the class, by which it
 *     is recognised where they differ much
 */
public record Prompt(String className, RgbImage image, float[] features, List<float[]> signposts) {
  /** Without signposts: its class is recognised by its own mean feature alone. */
  public Prompt(String className, RgbImage image, float[] features) {
    this(className, image, features, List.of());
  }
}
