package org.onenip.training;

import ai.djl.ndarray.NDManager;
import java.util.List;
import org.onenip.backbone.Backbone;
import org.onenip.data.ImageSet;
import org.onenip.data.SampleImages;
import org.onenip.inference.FeatureExtractor;
import org.onenip.model.FeatureScale;
import org.onenip.model.OneNipConfig;

/**
 * What a method learns from: the normal training images, split, and the features of those to learn
 * from.
 *
 * @param manager owns the features; closed with this
 * @param split which images are held out
 * @param images reads them at the training's size
 * @param cache the features of {@code split.fit()}
 * @param extractors make features on the cache's scale, one a device
 */
record TrainingData(
    NDManager manager,
    HeldOut split,
    SampleImages images,
    FeatureCache cache,
    FeatureExtractors extractors)
    implements AutoCloseable {

  /**
   * Runs the backbone over the images to learn from.
   *
   * @param backbones one a device; the first computes the cache, the others are closed with this
   * @param config says which size the features have
   * @param standardize whether to measure a scale and apply it
   * @param seed of the split
   */
  static TrainingData of(
      ImageSet set,
      List<Backbone> backbones,
      OneNipConfig config,
      boolean standardize,
      long seed,
      TrainingListener listener) {
    int size = 16 * config.grid();
    var images = new SampleImages(size);
    var split = HeldOut.split(set.train(), seed);
    var raw = FeatureExtractors.of(backbones, FeatureScale.none(config.channels()), size);
    var manager = NDManager.newBaseManager(backbones.get(0).device());
    try {
      var cache =
          new FeatureCache(manager, split.fit(), images, raw.primary(), standardize, listener);
      var extractors = FeatureExtractors.of(backbones, cache.scale(), size);
      return new TrainingData(manager, split, images, cache, extractors);
    } catch (RuntimeException e) {
      raw.close();
      manager.close();
      throw e;
    }
  }

  /** For a training; warns of classes with too few images to hold any out. */
  static TrainingData of(
      ImageSet set,
      List<Backbone> backbones,
      TrainingSettings settings,
      TrainingListener listener) {
    var shared = HeldOut.split(set.train(), settings.seed()).shared();
    if (!shared.isEmpty()) {
      listener.warn(
          "Too few normal images of %s to hold any out: κ and the thresholds are measured on those that were learned, and come out low; add images."
              .formatted(String.join(", ", shared)));
    }
    return of(set, backbones, settings.model(), settings.standardize(), settings.seed(), listener);
  }

  /** On the primary device. */
  FeatureExtractor extractor() {
    return extractors.primary();
  }

  @Override
  public void close() {
    extractors.close();
    manager.close();
  }
}
