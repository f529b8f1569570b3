package org.onenip.training;

import ai.djl.ndarray.NDManager;
import org.onenip.backbone.Backbone;
import org.onenip.data.ImageSet;
import org.onenip.data.SampleImages;
import org.onenip.inference.FeatureExtractor;
import org.onenip.model.FeatureScale;

/**
 * What a method learns from: the normal training images, split, and the features of those to learn
 * from.
 *
 * @param manager owns the features; closed with this
 * @param split which images are held out
 * @param images reads them at the training's size
 * @param cache the features of {@code split.fit()}
 * @param extractor makes features on the cache's scale
 */
public record TrainingData(
    NDManager manager,
    HeldOut split,
    SampleImages images,
    FeatureCache cache,
    FeatureExtractor extractor)
    implements AutoCloseable {

  /**
   * Runs the backbone over the images to learn from.
   *
   * @param size S, a multiple of 16
   * @param standardize whether to measure a scale and apply it
   * @param seed of the split
   */
  public static TrainingData of(
      ImageSet set,
      Backbone backbone,
      int size,
      boolean standardize,
      long seed,
      TrainingListener listener) {
    var images = new SampleImages(size);
    var split = HeldOut.split(set.train(), seed);
    var raw = new FeatureExtractor(backbone, FeatureScale.none(backbone.width()), size);
    var manager = NDManager.newBaseManager(backbone.device());
    try {
      var cache = new FeatureCache(manager, split.fit(), images, raw, standardize, listener);
      var extractor = new FeatureExtractor(backbone, cache.scale(), size);
      return new TrainingData(manager, split, images, cache, extractor);
    } catch (RuntimeException e) {
      manager.close();
      throw e;
    }
  }

  /** For a training; warns of classes with too few images to hold any out. */
  public static TrainingData of(
      ImageSet set, Backbone backbone, TrainingSettings settings, TrainingListener listener) {
    var shared = HeldOut.split(set.train(), settings.seed()).shared();
    if (!shared.isEmpty()) {
      listener.warn(
          "Too few normal images of %s to hold any out: κ and the thresholds are measured on those that were learned, and come out low; add images."
              .formatted(String.join(", ", shared)));
    }
    int size = 16 * settings.model().grid();
    return of(set, backbone, size, settings.standardize(), settings.seed(), listener);
  }

  /** Measures κ and thresholds on the held-out images. */
  public Calibrator calibrator(TrainingListener listener) {
    return new Calibrator(split.calibration(), images::image, listener);
  }

  @Override
  public void close() {
    manager.close();
  }
}
