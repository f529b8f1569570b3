package org.onenip.detect;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.List;
import org.onenip.backbone.Backbone;
import org.onenip.data.Images;
import org.onenip.data.PilResize;
import org.onenip.data.RgbImage;

/**
 * Images to standardised features: resize, backbone, neck, scale.
 *
 * @param backbone the frozen network, owned by whoever made it
 * @param scale per-channel standardisation
 * @param size S, a multiple of 16
 */
public record FeatureExtractor(Backbone backbone, FeatureScale scale, int size) {
  /**
   * The features of images.
   *
   * @param manager will own the result
   * @param images of any size
   * @return {@code (B, C, S/16, S/16)}
   */
  public NDArray features(NDManager manager, List<RgbImage> images) {
    try (var scratch = manager.newSubManager()) {
      var resized = images.stream().map(image -> PilResize.bilinear(image, size, size)).toList();
      var features = features(Images.toTensor(scratch, resized));
      features.attach(manager);
      return features;
    }
  }

  /**
   * The features of images at two levels.
   *
   * @param manager will own the results
   * @param images of any size
   * @return {@code (B, C, S/16, S/16)}, standardised, and {@code (B, C', S/8, S/8)}, as they are
   */
  public NDList levels(NDManager manager, List<RgbImage> images) {
    try (var scratch = manager.newSubManager()) {
      var resized = images.stream().map(image -> PilResize.bilinear(image, size, size)).toList();
      var levels = levels(Images.toTensor(scratch, resized));
      levels.attach(manager);
      return levels;
    }
  }

  /** The same of images {@code (B, 3, S, S)} at the right size, RGB in 0…1. */
  public NDList levels(NDArray images) {
    var levels = backbone.levels(images);
    return new NDList(scale.apply(levels.get(0)), levels.get(1));
  }

  /**
   * The features of images at the right size.
   *
   * @param images {@code (B, 3, S, S)} RGB in 0…1
   * @return {@code (B, C, S/16, S/16)}, owned by the images' manager
   */
  public NDArray features(NDArray images) {
    return scale.apply(backbone.features(images));
  }
}
