package org.onenip.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntFunction;
import org.onenip.detect.ImageScore;
import org.onenip.metrics.Ranking;
import org.onenip.metrics.ScoreSet;

/** Pixel AUROC and average precision, and image scores, of maps with a blob in three of four. */
final class MetricsWork implements ScaleWork {
  private static final int MAPS = 200;

  private final int size;
  private final int count;
  private final List<float[]> maps = new ArrayList<>();
  private final List<boolean[]> masks = new ArrayList<>();

  MetricsWork(int size) {
    this(size, MAPS);
  }

  /**
   * Makes the first maps; more are made of them when they are needed.
   *
   * @param count number of maps to rank
   */
  MetricsWork(int size, int count) {
    this.size = size;
    this.count = count;
    var random = new Random(1);
    for (int i = 0; i < Math.min(count + 1, MAPS); i++) { // the first has no defect
      var map = new float[size * size];
      var mask = new boolean[size * size];
      if (i % 4 != 0) { // a defect of 1/16 of the image
        int top = random.nextInt(size * 3 / 4);
        int left = random.nextInt(size * 3 / 4);
        for (int y = 0; y < size / 4; y++) {
          Arrays.fill(mask, (top + y) * size + left, (top + y) * size + left + size / 4, true);
        }
      }
      for (int p = 0; p < map.length; p++) {
        map[p] = (float) (random.nextGaussian() + (mask[p] ? 1.5 : 0));
      }
      maps.add(map);
      masks.add(mask);
    }
  }

  @Override
  public Map<String, Double> run(Part part) {
    double seconds =
        switch (part) {
          case IMAGE_SCORES_200 -> Work.seconds(this::imageScores);
          case PIXEL_METRICS_200 -> Work.seconds(() -> pixelMetrics(0, MAPS, maps::get));
          default -> Work.seconds(() -> pixelMetrics(0, part.images(), this::shifted));
        };
    return Map.of(part.toString(), seconds);
  }

  @Override
  public double seconds(ScaleMeasure measure) {
    return Work.seconds(() -> pixelMetrics(1, count, this::shifted));
  }

  /** More maps than are kept: each round a little higher, so that few scores are tied. */
  private float[] shifted(int index) {
    var map = maps.get(index % MAPS).clone();
    float shift = index / MAPS * 0.001f;
    for (int i = 0; i < map.length; i++) {
      map[i] += shift;
    }
    return map;
  }

  private void pixelMetrics(int first, int count, IntFunction<float[]> map) {
    try (var scores = new ScoreSet()) {
      for (int i = first; i < first + count; i++) {
        scores.add(map.apply(i), masks.get(i % MAPS), size);
      }
      var ranking = Ranking.of(scores);
      double sum = ranking.auroc().orElseThrow() + ranking.averagePrecision().orElseThrow();
      if (!(sum > 1)) {
        throw new IllegalStateException("the figures of separable scores cannot be " + sum);
      }
    }
  }

  private void imageScores() {
    float highest = 0;
    for (var map : maps) {
      highest = Math.max(highest, ImageScore.of(map, size));
    }
    if (!(highest > 0)) {
      throw new IllegalStateException("no score can be " + highest);
    }
  }
}
