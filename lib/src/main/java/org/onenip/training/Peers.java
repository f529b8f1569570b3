package org.onenip.training;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.onenip.data.RgbImage;
import org.onenip.data.Sample;
import org.onenip.synthesis.SampleSeed;

/**
 * Another normal image of the same class for each sample, for pseudo anomalies made of two. Drawn
 * by a generator of its own, so that it changes nothing else that is drawn.
 */
public final class Peers {
  private final List<Sample> samples;
  private final Function<Sample, RgbImage> images;
  private final Map<String, List<Integer>> byClass = new HashMap<>();

  /**
   * Among samples.
   *
   * @param images reads one
   */
  public Peers(List<Sample> samples, Function<Sample, RgbImage> images) {
    this.samples = samples;
    this.images = images;
    for (int i = 0; i < samples.size(); i++) {
      byClass.computeIfAbsent(samples.get(i).className(), name -> new ArrayList<>()).add(i);
    }
  }

  /**
   * Another sample's image, read when it is asked for; the sample's own where its class has no
   * other.
   *
   * @param sample index of the one that needs a peer
   * @param seed of the run
   * @param step of the training
   * @param index within the batch
   */
  public Supplier<RgbImage> of(int sample, long seed, long step, long index) {
    return () -> {
      var others = byClass.get(samples.get(sample).className());
      int own = others.indexOf(sample);
      int steps =
          others.size() == 1 ? 0 : 1 + SampleSeed.of(~seed, step, index).nextInt(others.size() - 1);
      return images.apply(samples.get(others.get((own + steps) % others.size())));
    };
  }
}
