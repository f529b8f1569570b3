package org.onenip.detect;

import ai.djl.inference.Predictor;
import ai.djl.modality.cv.Image;
import java.nio.file.Path;
import java.util.List;
import org.onenip.data.RgbImage;

/** A trained detector of any method: images in, anomaly maps and scores out. */
public interface Detector extends AutoCloseable {
  /** Side of the maps in pixels; images of any size are resized to it. */
  int size();

  /**
   * Scores images, each with the nearest prompt where the method has prompts.
   *
   * @param images any number of images of any size
   * @return one map an image, in the same order
   */
  List<AnomalyMap> detect(List<RgbImage> images);

  /**
   * DJL's way to use a model: images in, maps with score and decision out; each image gets the
   * nearest prompt. The caller closes it before the detector.
   */
  Predictor<Image, AnomalyMap> newPredictor();

  /** Saves all that is needed to load it into a run folder, atomically. */
  void save(Path run);

  /** Frees what it owns; a view of another detector owns nothing. */
  @Override
  void close();
}
