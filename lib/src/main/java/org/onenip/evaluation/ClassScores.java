package org.onenip.evaluation;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.onenip.data.PixelMask;
import org.onenip.data.Sample;
import org.onenip.detect.AnomalyMap;
import org.onenip.metrics.Ranking;
import org.onenip.metrics.ScoreSet;

/**
 * The scores of one class's test images and of their pixels, kept by kind, so that the figures of
 * some kinds of defect need no second copy.
 */
final class ClassScores implements AutoCloseable {
  private final boolean masked;
  private final int mostKinds;
  private final Map<String, Kind> kinds = new TreeMap<>();

  /** What was said of the images of one kind. */
  private record Kind(List<ImageResult> results, ScoreSet images, ScoreSet pixels) {
    static Kind empty(int ofKinds) {
      return new Kind(new ArrayList<>(), new ScoreSet(), new ScoreSet(ofKinds));
    }
  }

  /**
   * No scores yet.
   *
   * @param samples the test images of the class; where a defect has no mask, pixels are not kept
   */
  ClassScores(Collection<Sample> samples) {
    masked = samples.stream().allMatch(sample -> !sample.anomalous() || sample.mask().isPresent());
    mostKinds = (int) samples.stream().map(Sample::kind).distinct().count();
  }

  /**
   * Adds an image.
   *
   * @param mask at the map's size
   */
  void add(ImageResult result, AnomalyMap map, Optional<PixelMask> mask) {
    var kind = kinds.computeIfAbsent(result.sample().kind(), name -> Kind.empty(mostKinds));
    kind.results().add(result);
    kind.images().add(result.score(), result.sample().anomalous());
    if (masked) {
      kind.pixels().add(map.values(), mask.orElseThrow().anomalous(), map.width());
    }
  }

  /** Ranks all images. */
  ClassRanking ranking() {
    return ranking(kinds.values());
  }

  /**
   * Ranks the normal images and those of some kinds of defect.
   *
   * @return empty if no image is of those kinds
   */
  Optional<ClassRanking> ranking(Predicate<String> defects) {
    var group = new ArrayList<Kind>();
    kinds.forEach(
        (name, kind) -> {
          if (!name.equals(Sample.GOOD) && defects.test(name)) {
            group.add(kind);
          }
        });
    if (group.isEmpty()) {
      return Optional.empty();
    }
    Optional.ofNullable(kinds.get(Sample.GOOD)).ifPresent(group::add);
    return Optional.of(ranking(group));
  }

  private ClassRanking ranking(Collection<Kind> chosen) {
    return new ClassRanking(
        chosen.stream().flatMap(kind -> kind.results().stream()).toList(),
        Ranking.of(chosen.stream().map(Kind::images).toList()),
        masked
            ? Optional.of(Ranking.of(chosen.stream().map(Kind::pixels).toList()))
            : Optional.empty());
  }

  @Override
  public void close() {
    kinds.values().forEach(kind -> kind.images().close());
    kinds.values().forEach(kind -> kind.pixels().close());
  }
}
