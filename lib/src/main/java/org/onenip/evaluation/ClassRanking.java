package org.onenip.evaluation;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.onenip.metrics.BestF1;
import org.onenip.metrics.Ranking;

/**
 * Test images of one class, ranked by score.
 *
 * @param results of the images
 * @param images the ranking of their scores
 * @param pixels the ranking of their pixels; empty without masks
 */
record ClassRanking(List<ImageResult> results, Ranking images, Optional<Ranking> pixels) {
  /** All figures. */
  Figures figures() {
    return Figures.of(
        rates(Optional.of(images)),
        rates(pixels),
        pixels.map(ranking -> orNull(ranking.aupro())).orElse(null),
        results.size(),
        promptHitRate());
  }

  private static Figures.Rates rates(Optional<Ranking> ranking) {
    return new Figures.Rates(
        ranking.map(r -> orNull(r.auroc())).orElse(null),
        ranking.map(r -> orNull(r.averagePrecision())).orElse(null),
        ranking.flatMap(Ranking::f1Max).map(BestF1::value).orElse(null));
  }

  /** All curves. */
  ClassCurves curves() {
    return new ClassCurves(
        curve(Optional.of(images), Ranking::rocCurve),
        curve(Optional.of(images), Ranking::precisionRecallCurve),
        curve(pixels, Ranking::rocCurve),
        curve(pixels, Ranking::precisionRecallCurve));
  }

  private Double promptHitRate() {
    if (results.isEmpty() || results.stream().anyMatch(result -> result.prompt() == null)) {
      return null;
    }
    long hits =
        results.stream()
            .filter(result -> result.prompt().equals(result.sample().className()))
            .count();
    return (double) hits / results.size();
  }

  private static Optional<Curve> curve(
      Optional<Ranking> ranking, Function<Ranking, double[][]> points) {
    return ranking.map(points).filter(xy -> xy[0].length > 0).map(xy -> new Curve(xy[0], xy[1]));
  }

  private static Double orNull(OptionalDouble figure) {
    return figure.isPresent() ? figure.getAsDouble() : null;
  }
}
