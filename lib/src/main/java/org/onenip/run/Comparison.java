package org.onenip.run;

import ai.djl.Device;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.onenip.backbone.Backbones;
import org.onenip.data.ImageSet;
import org.onenip.detect.PromptChoice;
import org.onenip.evaluation.DetectorEvaluator;
import org.onenip.evaluation.Figures;
import org.onenip.method.onenip.OneNipMethod;
import org.onenip.method.onenip.OneNipSettings;
import org.onenip.support.Interruption;

/**
 * Variants of the method, each trained from several seeds on the same small budget and measured on
 * the same test images.
 *
 * @param variant its name
 * @param seed of the training
 * @param figures the mean over the classes
 * @param seconds of training and measuring
 */
public record Comparison(String variant, long seed, Figures figures, double seconds) {

  /**
   * Trains and measures every variant with every seed, seeds outermost, so that an interrupted
   * comparison has all variants with some seeds.
   *
   * @param set to train and test on
   * @param variants settings by name, in the order in which they run
   * @param seeds how many, counted from 1
   * @param done hears of each result
   * @throws org.onenip.support.UserError if an image cannot be used or a decoder is not registered
   * @throws java.util.concurrent.CancellationException if the thread is interrupted
   */
  public static List<Comparison> run(
      ImageSet set, Map<String, OneNipSettings> variants, int seeds, Consumer<Comparison> done) {
    var results = new ArrayList<Comparison>();
    for (long seed = 1; seed <= seeds; seed++) {
      for (var variant : variants.entrySet()) {
        Interruption.check();
        var result = run(set, variant.getKey(), variant.getValue().withSeed(seed));
        results.add(result);
        done.accept(result);
      }
    }
    return results;
  }

  private static Comparison run(ImageSet set, String name, OneNipSettings settings) {
    long start = System.nanoTime();
    var backbone = Backbones.load(Backbones.DEFAULT, Device.cpu());
    int size = 16 * settings.model().grid();
    try (var detector = ScratchRun.train(new OneNipMethod(), settings, set, backbone, size)) {
      var evaluation =
          DetectorEvaluator.evaluate(
              detector, set, batch -> new PromptChoice.Nearest(), 0, n -> {});
      double seconds = (System.nanoTime() - start) / 1e9;
      return new Comparison(name, settings.seed(), evaluation.mean(), seconds);
    }
  }
}
