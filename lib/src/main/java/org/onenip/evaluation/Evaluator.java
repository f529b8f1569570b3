package org.onenip.evaluation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import org.onenip.UserError;
import org.onenip.data.ImageSet;
import org.onenip.data.Mask;
import org.onenip.data.RgbImage;
import org.onenip.data.Sample;
import org.onenip.data.SampleImages;
import org.onenip.inference.Detector;
import org.onenip.inference.PromptChoice;

/**
 * Measures a detector on the test images of a data set (METHOD §8), class by class, so that the
 * pixels of one class at a time are in memory.
 */
public final class Evaluator {
  private static final int BATCH = 8;

  private final Detector detector;
  private final Function<List<Sample>, PromptChoice> choice;
  private final int galleryPerClass;
  private final IntConsumer progress;
  private final Map<Sample, ImageResult> results = new HashMap<>();
  private final List<GalleryItem> gallery = new ArrayList<>();
  private long nanos;

  private record Batch(List<Sample> samples, List<RgbImage> images, List<Optional<Mask>> masks) {}

  private Evaluator(
      Detector detector,
      Function<List<Sample>, PromptChoice> choice,
      int galleryPerClass,
      IntConsumer progress) {
    this.detector = detector;
    this.choice = choice;
    this.galleryPerClass = galleryPerClass;
    this.progress = progress;
  }

  /**
   * Runs the detector over all test images.
   *
   * @param detector to be measured
   * @param set its test images
   * @param choice how the images of a batch get their prompts
   * @param galleryPerClass number of images a class to keep whole
   * @param progress is told the number of images done
   * @throws UserError if an image or a mask cannot be read, or they differ in size
   */
  public static Evaluation evaluate(
      Detector detector,
      ImageSet set,
      Function<List<Sample>, PromptChoice> choice,
      int galleryPerClass,
      IntConsumer progress) {
    return new Evaluator(detector, choice, galleryPerClass, progress).evaluate(set);
  }

  private Evaluation evaluate(ImageSet set) {
    var groupDefects = set.groups();
    var figures = new TreeMap<String, Figures>();
    var curves = new TreeMap<String, ClassCurves>();
    var groups = new HashMap<String, List<Figures>>();
    var byClass =
        set.test().stream()
            .collect(Collectors.groupingBy(Sample::className, TreeMap::new, Collectors.toList()));
    byClass.forEach(
        (name, samples) -> {
          try (var scores = new ClassScores(samples)) {
            score(samples, scores);
            var ranking = scores.ranking();
            figures.put(name, ranking.figures());
            curves.put(name, ranking.curves());
            groupDefects.forEach(
                (group, defects) ->
                    scores
                        .ranking(kind -> defects.contains(name + "/" + kind))
                        .map(ClassRanking::figures)
                        .ifPresent(
                            f -> groups.computeIfAbsent(group, g -> new ArrayList<>()).add(f)));
          }
        });
    var groupMeans = new LinkedHashMap<String, Figures>();
    for (var group : groupDefects.keySet()) {
      if (groups.containsKey(group)) {
        groupMeans.put(group, Figures.mean(groups.get(group)));
      }
    }
    return new Evaluation(
        set.name(),
        Collections.unmodifiableMap(figures),
        Figures.mean(figures.values()),
        Collections.unmodifiableMap(groupMeans),
        Collections.unmodifiableMap(curves),
        set.test().stream().map(results::get).toList(),
        List.copyOf(gallery),
        results.isEmpty() ? 0 : results.size() / (nanos / 1e9));
  }

  /** Scores the images of one class; the next batch is read while the detector works. */
  private void score(List<Sample> samples, ClassScores scores) {
    long start = System.nanoTime();
    var shown = new Gallery(galleryPerClass);
    var next = read(samples, 0);
    for (int first = 0; first < samples.size(); first += BATCH) {
      var batch = join(next);
      next = read(samples, first + BATCH);
      score(batch, scores, shown);
      progress.accept(results.size());
    }
    gallery.addAll(shown.chosen());
    nanos += System.nanoTime() - start;
  }

  private void score(Batch batch, ClassScores scores, Gallery shown) {
    var maps = detector.detect(batch.images(), choice.apply(batch.samples()));
    for (int i = 0; i < maps.size(); i++) {
      var map = maps.get(i);
      var sample = batch.samples().get(i);
      var mask = batch.masks().get(i);
      var result = new ImageResult(sample, map.score(), map.imageThreshold(), map.prompt());
      results.put(sample, result);
      scores.add(result, map, mask);
      var prompt = Optional.ofNullable(map.prompt()).flatMap(detector::promptImage);
      shown.offer(new GalleryItem(result, batch.images().get(i), map, mask, prompt));
    }
  }

  private CompletableFuture<Batch> read(List<Sample> samples, int first) {
    int end = Math.min(first + BATCH, samples.size());
    var part = first < end ? samples.subList(first, end) : List.<Sample>of();
    var files = new SampleImages(detector.size());
    return CompletableFuture.supplyAsync(
        () ->
            new Batch(
                part,
                part.parallelStream().map(files::image).toList(),
                part.parallelStream().map(files::mask).toList()));
  }

  private static Batch join(CompletableFuture<Batch> batch) {
    try {
      return batch.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof UserError known) {
        throw known;
      }
      throw e;
    }
  }
}
