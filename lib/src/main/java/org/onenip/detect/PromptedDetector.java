package org.onenip.detect;

import java.util.List;
import java.util.Optional;
import org.onenip.data.RgbImage;

/** A detector that compares an image with a prompt, a normal image of its class. */
public interface PromptedDetector extends Detector {
  /**
   * Scores images.
   *
   * @param images any number of images of any size
   * @param choice how each image gets its prompt
   * @return one map an image, in the same order
   */
  List<AnomalyMap> detect(List<RgbImage> images, PromptChoice choice);

  @Override
  default List<AnomalyMap> detect(List<RgbImage> images) {
    return detect(images, new PromptChoice.Nearest());
  }

  /** The classes that it has prompts of, each once. */
  List<String> classNames();

  /**
   * The image that stands for a class, at the detector's size; empty where it knows no such class.
   *
   * @param className the class that {@link AnomalyMap#prompt} names
   */
  Optional<RgbImage> promptImage(String className);
}
