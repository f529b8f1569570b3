package org.onenip.bench;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/** What grows, and what is timed meanwhile. */
public enum ScaleCurve {
  /** Images of one call. */
  BATCH("images a call", Group.INFERENCE, List.of(ScaleMeasure.INFERENCE), 1, 2, 4, 8, 16, 32),
  /** Side of the image, one image a call. */
  SIZE(
      "pixels a side",
      Group.INFERENCE,
      List.of(ScaleMeasure.FEATURES, ScaleMeasure.INFERENCE),
      224,
      256,
      320,
      448),
  /** Prompts to choose from, one image a call. */
  PROMPTS(
      "prompts in the pool",
      Group.INFERENCE,
      List.of(ScaleMeasure.CHOOSING, ScaleMeasure.INFERENCE),
      1,
      10,
      100,
      1000,
      10_000),
  /** Test images, of which the pixels are ranked. */
  MAPS(
      "maps",
      Group.METRICS,
      List.of(ScaleMeasure.PIXEL_METRICS),
      1,
      10,
      100,
      1000,
      10_000,
      100_000);

  private static final int MOST_QUICK_MAPS = 1000;

  private final String unit;
  private final Group group;
  private final List<ScaleMeasure> measures;
  private final int[] points;

  ScaleCurve(String unit, Group group, List<ScaleMeasure> measures, int... points) {
    this.unit = unit;
    this.group = group;
    this.measures = measures;
    this.points = points;
  }

  /** What the points count. */
  public String unit() {
    return unit;
  }

  /** What is timed at each point. */
  public List<ScaleMeasure> measures() {
    return measures;
  }

  /**
   * Where it is measured, rising.
   *
   * @param quick leaves out what takes minutes and gigabytes on the disk
   */
  public List<Integer> points(boolean quick) {
    return IntStream.of(points)
        .filter(point -> !quick || this != MAPS || point <= MOST_QUICK_MAPS)
        .boxed()
        .toList();
  }

  /** Whether the points count images, of which each costs something. */
  public boolean countsImages() {
    return this == BATCH || this == MAPS;
  }

  /** The most heap that a point gets, where it must do with little. */
  public Optional<String> heap() {
    return this == MAPS ? Optional.of("1g") : Optional.empty();
  }

  /** The group of parts whose process resembles the curve's. */
  Group group() {
    return group;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
