package org.onenip.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;
import org.onenip.Tensors;
import org.onenip.backbone.Backbone;
import org.onenip.data.RgbImage;
import org.onenip.inference.FeatureExtractor;
import org.onenip.model.FeatureScale;
import org.onenip.model.Replicas;
import org.onenip.model.Shares;

/**
 * The same frozen backbone on every device that trains, each of which sees its share of the images.
 *
 * @param each one a device; the first is the primary's
 */
record FeatureExtractors(List<FeatureExtractor> each) implements AutoCloseable {
  static FeatureExtractors of(List<Backbone> backbones, FeatureScale scale, int size) {
    return new FeatureExtractors(
        backbones.stream().map(backbone -> new FeatureExtractor(backbone, scale, size)).toList());
  }

  FeatureExtractor primary() {
    return each.get(0);
  }

  /** The devices, as replicas of the network. */
  Replicas replicas() {
    return Replicas.on(each.stream().map(extractor -> extractor.backbone().device()).toList());
  }

  /**
   * The features of images.
   *
   * @param manager on the primary device; will own the result
   * @param images of any size
   * @return {@code (B, C, S/16, S/16)}
   */
  NDArray features(NDManager manager, List<RgbImage> images) {
    if (each.size() == 1) {
      return primary().features(manager, images);
    }
    var replicas = replicas();
    var shares = new Shares(images.size(), replicas.count());
    try (var scratch = manager.newSubManager()) {
      var managers = replicas.devices().stream().map(scratch::newSubManager).toList();
      var parts = replicas.each(r -> each.get(r).features(managers.get(r), shares.part(images, r)));
      var features = shares.join(parts.stream().map(part -> Tensors.send(part, scratch)).toList());
      features.attach(manager);
      return features;
    }
  }

  /** Closes all backbones but the primary's, which the detector will own. */
  @Override
  public void close() {
    each.stream().skip(1).forEach(extractor -> extractor.backbone().close());
  }
}
