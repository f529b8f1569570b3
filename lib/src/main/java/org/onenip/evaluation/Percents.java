package org.onenip.evaluation;

import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/**
 * The paper's four figures in per cent, or differences of such in points.
 *
 * @param values by measure; what could not be measured is missing
 */
public record Percents(Map<Measure, Double> values) {
  static final Percents NONE = new Percents(Map.of());

  private static Percents of(Function<Measure, Double> value) {
    var values = new EnumMap<Measure, Double>(Measure.class);
    for (var measure : Measure.PUBLISHED) {
      var one = value.apply(measure);
      if (one != null) {
        values.put(measure, one);
      }
    }
    return new Percents(values);
  }

  /** Numbers by the measure's {@linkplain Measure#key key}. */
  static Percents read(Function<String, String> text) {
    return of(measure -> Double.valueOf(text.apply(measure.key())));
  }

  /** Of rates in 0…1. */
  static Percents of(Figures figures) {
    return of(
        measure -> {
          var rate = measure.of(figures);
          return rate == null ? null : Double.valueOf(100 * rate);
        });
  }

  /** The plain mean, each figure over those that have it. */
  static Percents mean(Collection<Percents> all) {
    return of(
        measure -> {
          var mean =
              all.stream()
                  .map(one -> one.get(measure))
                  .filter(Objects::nonNull)
                  .mapToDouble(value -> value)
                  .average();
          return mean.isPresent() ? mean.getAsDouble() : null;
        });
  }

  /** This minus other, where both have a figure. */
  Percents minus(Percents other) {
    return of(
        measure ->
            get(measure) == null || other.get(measure) == null
                ? null
                : Double.valueOf(get(measure) - other.get(measure)));
  }

  /** Only the figures that another has too. */
  Percents where(Percents other) {
    return of(measure -> other.get(measure) == null ? null : get(measure));
  }

  /** A figure, or {@code null}. */
  public Double get(Measure measure) {
    return values.get(measure);
  }
}
