package org.onenip.evaluation;

import ai.djl.inference.Predictor;
import ai.djl.modality.cv.Image;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.onenip.data.PilResize;
import org.onenip.data.RgbImage;
import org.onenip.detect.AnomalyMap;
import org.onenip.detect.PromptChoice;
import org.onenip.detect.PromptedDetector;

/**
 * Scores pixels by their brightness and images by their brightest pixel.
 *
 * @param threshold of images
 * @param prompt the class named for every image; may be {@code null}
 */
record BrightnessDetector(float threshold, String prompt) implements PromptedDetector {
  @Override
  public int size() {
    return TinyData.SIZE;
  }

  @Override
  public List<AnomalyMap> detect(List<RgbImage> images, PromptChoice choice) {
    return images.stream().map(this::detect).toList();
  }

  private AnomalyMap detect(RgbImage image) {
    var rgb = PilResize.bilinear(image, size(), size()).rgb();
    var values = new float[size() * size()];
    float score = 0;
    for (int i = 0; i < values.length; i++) {
      values[i] = rgb[3 * i] & 255;
      score = Math.max(score, values[i]);
    }
    return new AnomalyMap(
        size(), size(), values, score, score > threshold, prompt, threshold, threshold);
  }

  @Override
  public Predictor<Image, AnomalyMap> newPredictor() {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<String> classNames() {
    return prompt == null ? List.of() : List.of(prompt);
  }

  @Override
  public Optional<RgbImage> promptImage(String className) {
    return Optional.of(new RgbImage(1, 1, new byte[3]));
  }

  @Override
  public void save(Path run) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {}
}
