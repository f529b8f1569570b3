package org.onenip.run;

import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.Function;
import org.onenip.data.ImageSet;
import org.onenip.data.Sample;
import org.onenip.detect.PromptChoice;
import org.onenip.detect.StepListener;
import org.onenip.evaluation.TestBatches;
import org.onenip.method.onenip.OneNipDetector;

/**
 * κ = (max + min)/2 of S_rec over all test images that can be read, as the published evaluation
 * sets it (docs/method.md §8). A deployed detector cannot know it; published tables are reproduced
 * with it.
 */
final class TestSetKappa {
  private TestSetKappa() {}

  static OneNipDetector apply(
      OneNipDetector detector,
      ImageSet set,
      Function<List<Sample>, PromptChoice> choice,
      StepListener listener) {
    float least = Float.POSITIVE_INFINITY;
    float largest = Float.NEGATIVE_INFINITY;
    int done = 0;
    listener.begin("κ of the test set", set.test().size());
    try (var batches = new TestBatches(set.test(), detector.size())) {
      while (batches.hasNext()) {
        var batch = batches.next();
        for (var maps : detector.maps(batch.images(), choice.apply(batch.samples()))) {
          for (float value : detector.error(maps)) {
            least = Math.min(least, value);
            largest = Math.max(largest, value);
          }
        }
        done += batch.samples().size() + batch.skipped().size();
        listener.progress(done, "");
        if (listener.stopRequested()) {
          listener.end();
          throw new CancellationException("stopped");
        }
      }
    }
    listener.end();
    // the thresholds were measured with another κ: they would mean nothing
    return detector.with(
        detector.calibration().with((largest + least) / 2, detector.calibration().weight()));
  }
}
