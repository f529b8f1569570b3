package org.onenip.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.List;
import org.onenip.backbone.Backbone;
import org.onenip.data.RgbImage;
import org.onenip.detect.FeatureExtractor;
import org.onenip.detect.FeatureScale;
import org.onenip.engine.Tensors;
import org.onenip.training.parallel.Replicas;
import org.onenip.training.parallel.Shares;

/**
 * The same frozen backbone on every device that trains, each of which sees its share of the images.
 *
 * @param each one a device; the first is the primary's
 */
public record FeatureExtractors(List<FeatureExtractor> each) {
  /** One of each backbone. */
  public static FeatureExtractors of(List<Backbone> backbones, FeatureScale scale, int size) {
    return new FeatureExtractors(
        backbones.stream().map(backbone -> new FeatureExtractor(backbone, scale, size)).toList());
  }

  /** That of the first device. */
  public FeatureExtractor primary() {
    return each.get(0);
  }

  /** The devices, as replicas of the network. */
  public Replicas replicas() {
    return Replicas.on(each.stream().map(extractor -> extractor.backbone().device()).toList());
  }

  /**
   * The features of images.
   *
   * @param manager on the primary device; will own the result
   * @param images of any size
   * @return {@code (B, C, S/16, S/16)}
   */
  public NDArray features(NDManager manager, List<RgbImage> images) {
    return shared(
            manager,
            images,
            (extractor, owner, part) -> new NDList(extractor.features(owner, part)))
        .singletonOrThrow();
  }

  /** The same at two levels, as {@link FeatureExtractor#levels(NDManager, List)} has them. */
  public NDList levels(NDManager manager, List<RgbImage> images) {
    return shared(manager, images, FeatureExtractor::levels);
  }

  /** What one device makes of its share. */
  @FunctionalInterface
  private interface Extraction {
    NDList of(FeatureExtractor extractor, NDManager owner, List<RgbImage> images);
  }

  private NDList shared(NDManager manager, List<RgbImage> images, Extraction extraction) {
    if (each.size() == 1) {
      return extraction.of(primary(), manager, images);
    }
    var replicas = replicas();
    var shares = new Shares(images.size(), replicas.count());
    try (var scratch = manager.newSubManager()) {
      var managers = replicas.devices().stream().map(scratch::newSubManager).toList();
      var parts =
          replicas.each(r -> extraction.of(each.get(r), managers.get(r), shares.part(images, r)));
      var joined = new NDList();
      for (int i = 0; i < parts.get(0).size(); i++) {
        int level = i;
        joined.add(
            shares.join(parts.stream().map(p -> Tensors.send(p.get(level), scratch)).toList()));
      }
      joined.attach(manager);
      return joined;
    }
  }
}
