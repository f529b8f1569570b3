package org.onenip.bench;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.onenip.backbone.Backbone;
import org.onenip.data.RgbImage;
import org.onenip.detect.FeatureScale;
import org.onenip.detect.PromptChoice;
import org.onenip.method.onenip.Calibration;
import org.onenip.method.onenip.OneNipDetector;
import org.onenip.method.onenip.Prompt;
import org.onenip.model.OneNip;
import org.onenip.model.OneNipConfig;

/** The paper's network behind a backbone: features, and images to anomaly maps with scores. */
final class InferenceWork implements ScaleWork {
  /** As many prompts as MVTec AD has classes. */
  static final int CLASSES = 15;

  /** Prompts beyond these are the same ones, under other names. */
  private static final int DISTINCT = 20;

  private static final int MOST_IMAGES = 32;
  private static final int MOST_IMAGES_OF_GPU = 256;

  private final OneNipDetector detector;
  private final NDManager manager;
  private final List<RgbImage> images;

  InferenceWork(Backbone backbone, int size) {
    this(backbone, size, CLASSES, backbone.device().isGpu() ? MOST_IMAGES_OF_GPU : MOST_IMAGES);
  }

  /**
   * A detector and what it looks at.
   *
   * @param classes number of prompts
   * @param count number of images
   */
  InferenceWork(Backbone backbone, int size, int classes, int count) {
    var random = new Random(1);
    manager = NDManager.newBaseManager(backbone.device());
    var config = OneNipConfig.paper(backbone.width(), size / 16);
    var network = new OneNip(config);
    var features = new Shape(1, config.channels(), config.grid(), config.grid());
    network.initialize(manager, DataType.FLOAT32, features, features);
    var distinct =
        IntStream.range(0, Math.min(classes, DISTINCT))
            .mapToObj(i -> prompt(random, i, size, (int) features.size()))
            .toList();
    var prompts =
        IntStream.range(0, classes).mapToObj(i -> named(i, distinct.get(i % DISTINCT))).toList();
    detector =
        new OneNipDetector(
            backbone,
            FeatureScale.none(config.channels()),
            network,
            prompts,
            Calibration.of(1, 0.5));
    images = IntStream.range(0, count).mapToObj(i -> image(random, size)).toList();
  }

  private static Prompt prompt(Random random, int index, int size, int features) {
    var values = new float[features];
    for (int i = 0; i < features; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return new Prompt("class " + index, image(random, size), values);
  }

  private static Prompt named(int index, Prompt like) {
    return new Prompt("class " + index, like.image(), like.features());
  }

  /** Noise: how long convolutions take does not depend on what they see. */
  static RgbImage image(Random random, int size) {
    var rgb = new byte[size * size * 3];
    random.nextBytes(rgb);
    return new RgbImage(size, size, rgb);
  }

  @Override
  public Map<String, Double> run(Part part) {
    var batch = images.subList(0, part.images());
    double seconds =
        Work.seconds(
            () -> {
              if (part == Part.FEATURES_B8) {
                features(batch);
              } else {
                detector.detect(batch, new PromptChoice.Nearest());
              }
            });
    return Map.of(part.toString(), seconds);
  }

  @Override
  public double seconds(ScaleMeasure measure) {
    return switch (measure) {
      case FEATURES -> Work.seconds(() -> features(images));
      case INFERENCE -> Work.seconds(() -> detector.detect(images, new PromptChoice.Nearest()));
      case CHOOSING -> choosing();
      case PIXEL_METRICS -> throw new IllegalArgumentException("no work of a detector");
    };
  }

  /**
   * Right after the backbone has worked, as in an inference: the caches are full of other things.
   */
  private double choosing() {
    try (var scratch = manager.newSubManager()) {
      var features = detector.extractor().features(scratch, images);
      features.max().getFloat();
      return Work.seconds(
          () -> detector.choose(features, new PromptChoice.Nearest()).toLongArray());
    }
  }

  private void features(List<RgbImage> batch) {
    try (var scratch = manager.newSubManager()) {
      var features = detector.extractor().features(scratch, batch);
      features.max().getFloat(); // a GPU has finished when it is asked for a number
    }
  }

  @Override
  public void close() {
    detector.close();
    manager.close();
  }
}
