package org.onenip.detect;

import java.util.List;
import org.onenip.data.RgbImage;

/** How an image gets its prompt (docs/method.md §8). */
public sealed interface PromptChoice {
  /** Scores images by this choice; a detector without prompts has none. */
  default List<AnomalyMap> detect(Detector detector, List<RgbImage> images) {
    return detector instanceof PromptedDetector prompted
        ? prompted.detect(images, this)
        : detector.detect(images);
  }

  /** The prompt whose mean feature has the highest cosine similarity to the image's. */
  record Nearest() implements PromptChoice {}

  /**
   * The first prompt of the class that the caller knows each image to be of.
   *
   * @param classes one class an image
   */
  record Told(List<String> classes) implements PromptChoice {}

  /**
   * A random prompt of the class that the caller knows, as the published evaluation does.
   *
   * @param classes one class an image
   * @param seed the same seed gives the same prompts
   */
  record Random(List<String> classes, long seed) implements PromptChoice {}

  /**
   * The first prompt of one class for all images, right or wrong.
   *
   * @param className a class of the pool
   */
  record Fixed(String className) implements PromptChoice {}
}
