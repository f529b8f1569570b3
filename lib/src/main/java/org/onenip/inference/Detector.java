package org.onenip.inference;

import ai.djl.inference.Predictor;
import ai.djl.modality.cv.Image;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.onenip.data.RgbImage;

/** A trained detector of any method: images in, anomaly maps and scores out. */
public interface Detector extends AutoCloseable {
  /** Side of the maps in pixels; images of any size are resized to it. */
  int size();

  /**
   * Scores images.
   *
   * @param images any number of images of any size
   * @param choice how each image gets its prompt; methods without prompts ignore it
   * @return one map an image, in the same order
   */
  List<AnomalyMap> detect(List<RgbImage> images, PromptChoice choice);

  /**
   * DJL's way to use a model: images in, maps with score and decision out; each image gets the
   * nearest prompt. The caller closes it before the detector.
   */
  Predictor<Image, AnomalyMap> newPredictor();

  /**
   * The image that stands for a class, at the detector's size; empty for methods without prompts.
   *
   * @param className the class that {@link AnomalyMap#prompt} names
   */
  default Optional<RgbImage> promptImage(String className) {
    return Optional.empty();
  }

  /** Saves all that {@link Detectors#load} needs into a run folder, atomically. */
  void save(Path run);

  @Override
  void close();
}
