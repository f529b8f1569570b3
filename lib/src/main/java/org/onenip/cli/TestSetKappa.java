package org.onenip.cli;

import java.util.List;
import java.util.function.Function;
import org.onenip.data.ImageSet;
import org.onenip.data.Sample;
import org.onenip.data.SampleImages;
import org.onenip.inference.Calibration;
import org.onenip.inference.OneNipDetector;
import org.onenip.inference.PromptChoice;
import org.onenip.training.TrainingListener;

/**
 * κ = (max + min)/2 of S_rec over all test images, as the published evaluation sets it (METHOD §7).
 * A deployed detector cannot know it; published tables are reproduced with it.
 */
final class TestSetKappa {
  private static final int BATCH = 8;

  private TestSetKappa() {}

  static OneNipDetector apply(
      OneNipDetector detector,
      ImageSet set,
      Function<List<Sample>, PromptChoice> choice,
      TrainingListener listener) {
    var images = new SampleImages(detector.size());
    float least = Float.POSITIVE_INFINITY;
    float largest = Float.NEGATIVE_INFINITY;
    listener.begin("κ of the test set", set.test().size());
    for (int from = 0; from < set.test().size(); from += BATCH) {
      var batch = set.test().subList(from, Math.min(from + BATCH, set.test().size()));
      var pictures = batch.stream().map(images::image).toList();
      for (var maps : detector.maps(pictures, choice.apply(batch))) {
        for (float value : maps.reconstruction()) {
          least = Math.min(least, value);
          largest = Math.max(largest, value);
        }
      }
      listener.progress(from + batch.size(), "");
    }
    listener.end();
    // the thresholds were measured with another κ: they would mean nothing
    return detector.with(Calibration.of((largest + least) / 2, detector.calibration().weight()));
  }
}
