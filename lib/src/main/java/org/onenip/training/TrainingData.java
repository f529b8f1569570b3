package org.onenip.training;

import ai.djl.ndarray.NDManager;
import java.util.List;
import org.onenip.backbone.Backbone;
import org.onenip.data.ImageSet;
import org.onenip.data.SampleImages;
import org.onenip.detect.FeatureExtractor;
import org.onenip.detect.FeatureScale;
import org.onenip.detect.StepListener;

/**
 * What a method learns from: the normal training images, split, and the features of those to learn
 * from.
 *
 * @param split which images are held out
 * @param images reads them at the training's size
 * @param cache the features of {@code split.fit()}; closed with this
 * @param extractors make features on the cache's scale, one a device
 */
public record TrainingData(
    HeldOut split, SampleImages images, FeatureCache cache, FeatureExtractors extractors)
    implements AutoCloseable {

  /**
   * Runs the backbone over the images to learn from.
   *
   * @param backbones one a device, whose owner stays as it is; the first computes the cache
   * @param size S, a multiple of 16
   * @param standardize whether to measure a scale and apply it
   * @param levels whether the finer level's features are kept too
   * @param seed of the split
   */
  public static TrainingData of(
      ImageSet set,
      List<Backbone> backbones,
      int size,
      boolean standardize,
      boolean levels,
      long seed,
      StepListener listener) {
    var images = new SampleImages(size);
    var split = HeldOut.split(set.train(), seed);
    var raw = FeatureExtractors.of(backbones, FeatureScale.none(backbones.get(0).width()), size);
    var cache = new FeatureCache(split.fit(), images, raw.primary(), standardize, levels, listener);
    return new TrainingData(
        split, images, cache, FeatureExtractors.of(backbones, cache.scale(), size));
  }

  /** Owns the features; closed with this. */
  public NDManager manager() {
    return cache.manager();
  }

  /** On the primary device. */
  public FeatureExtractor extractor() {
    return extractors.primary();
  }

  /** Measures κ and thresholds on the held-out images. */
  public Calibrator calibrator(StepListener listener) {
    return new Calibrator(split.calibration(), images::image, split.shared(), listener);
  }

  @Override
  public void close() {
    cache.close();
  }
}
