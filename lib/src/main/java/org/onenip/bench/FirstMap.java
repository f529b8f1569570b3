package org.onenip.bench;

import java.util.List;
import java.util.Random;
import org.onenip.data.RgbImage;
import org.onenip.detect.PromptChoice;
import org.onenip.method.Detectors;

/** A program that loads the embedded detector, makes one anomaly map, says so and ends. */
final class FirstMap {
  private FirstMap() {}

  public static void main(String[] args) {
    try (var detector = Detectors.embedded(ai.djl.Device.cpu())) {
      RgbImage image = InferenceWork.image(new Random(1), detector.size());
      var map = detector.detect(List.of(image), new PromptChoice.Nearest()).get(0);
      System.out.println("{\"score\":" + map.score() + "}");
    }
  }
}
