package org.onenip.method.onenip;

import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.onenip.data.ImageFiles;
import org.onenip.data.PilResize;
import org.onenip.data.RgbImage;
import org.onenip.data.Sample;
import org.onenip.data.SampleImages;

/**
 * Other prompts for a trained detector (Table 4d of the paper), for {@link OneNipDetector#with}.
 */
public final class PromptSelection {
  private PromptSelection() {}

  /**
   * Normal training images drawn at random, so many of each class.
   *
   * @param detector makes their features
   * @param normals of the classes that get prompts
   * @param perClass all of them where a class has fewer
   * @param seed the same seed draws the same
   * @throws org.onenip.support.UserError if an image cannot be read
   */
  public static List<Prompt> drawn(
      OneNipDetector detector, List<Sample> normals, int perClass, long seed) {
    var images = new SampleImages(detector.size());
    var prompts = new ArrayList<Prompt>();
    normals.stream()
        .collect(Collectors.groupingBy(Sample::className, TreeMap::new, Collectors.toList()))
        .forEach(
            (name, samples) -> {
              var order = new ArrayList<>(samples);
              Collections.shuffle(order, new Random(seed));
              order.stream()
                  .limit(perClass)
                  .forEach(sample -> prompts.add(prompt(detector, name, images.image(sample))));
            });
    return prompts;
  }

  /** One prompt a class, whose features are the mean of the class's prompts, shown as the first. */
  public static List<Prompt> averaged(List<Prompt> prompts) {
    return prompts.stream()
        .collect(Collectors.groupingBy(Prompt::className, TreeMap::new, Collectors.toList()))
        .values()
        .stream()
        .map(PromptSelection::mean)
        .toList();
  }

  private static Prompt mean(List<Prompt> ofClass) {
    var first = ofClass.get(0);
    var mean = new float[first.features().length];
    for (int i = 0; i < mean.length; i++) {
      double sum = 0;
      for (var prompt : ofClass) {
        sum += prompt.features()[i];
      }
      mean[i] = (float) (sum / ofClass.size());
    }
    return new Prompt(first.className(), first.image(), mean);
  }

  /**
   * A given image as the only prompt, under its file's name.
   *
   * @throws org.onenip.support.UserError if it cannot be read
   */
  public static Prompt given(OneNipDetector detector, Path image) {
    var picture = PilResize.bilinear(ImageFiles.read(image), detector.size(), detector.size());
    return prompt(detector, image.getFileName().toString(), picture);
  }

  private static Prompt prompt(OneNipDetector detector, String name, RgbImage image) {
    try (var scratch = NDManager.newBaseManager(detector.extractor().backbone().device())) {
      var features = detector.extractor().features(scratch, List.of(image)); // (1, C, H, W)
      return new Prompt(name, image, features.toFloatArray());
    }
  }
}
