package org.onenip.evaluation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import org.onenip.data.ImageSet;
import org.onenip.data.PixelMask;
import org.onenip.data.RgbImage;
import org.onenip.data.Sample;
import org.onenip.detect.Detector;
import org.onenip.detect.PromptChoice;
import org.onenip.detect.PromptedDetector;
import org.onenip.support.UserError;

/**
 * Measures a detector on the test images of a data set (docs/method.md §9), class by class, so that
 * the pixels of one class at a time are in memory.
 */
public final class DetectorEvaluator {
  private final Detector detector;
  private final Function<List<Sample>, PromptChoice> choice;
  private final int galleryPerClass;
  private final MapSource maps;
  private final IntConsumer progress;
  private final Map<Sample, ImageResult> results = new HashMap<>();
  private final List<SkippedImage> skipped = new ArrayList<>();
  private final List<GalleryItem> gallery = new ArrayList<>();
  private int computed;
  private long nanos;

  private DetectorEvaluator(
      Detector detector,
      Function<List<Sample>, PromptChoice> choice,
      int galleryPerClass,
      MapSource maps,
      IntConsumer progress) {
    this.detector = detector;
    this.choice = choice;
    this.galleryPerClass = galleryPerClass;
    this.maps = maps;
    this.progress = progress;
  }

  /**
   * Runs the detector over all test images.
   *
   * @param detector to be measured
   * @param set its test images
   * @param choice how the images of a batch get their prompts
   * @param galleryPerClass number of images a class to keep whole
   * @param progress hears the number of images done
   * @throws UserError if no image of a class can be read; of others those that cannot are skipped
   */
  public static Evaluation evaluate(
      Detector detector,
      ImageSet set,
      Function<List<Sample>, PromptChoice> choice,
      int galleryPerClass,
      IntConsumer progress) {
    return evaluate(detector, set, choice, galleryPerClass, MapSource.COMPUTED, progress);
  }

  /**
   * The same with maps from elsewhere.
   *
   * @param maps gives those of each batch
   * @throws UserError likewise
   */
  public static Evaluation evaluate(
      Detector detector,
      ImageSet set,
      Function<List<Sample>, PromptChoice> choice,
      int galleryPerClass,
      MapSource maps,
      IntConsumer progress) {
    return new DetectorEvaluator(detector, choice, galleryPerClass, maps, progress).evaluate(set);
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
    return Evaluation.of(
        set.name(),
        new Evaluation.Measured(figures, groupMeans, curves),
        set.test().stream().map(results::get).filter(Objects::nonNull).toList(),
        List.copyOf(skipped),
        List.copyOf(gallery),
        computed == 0 ? 0 : computed / (nanos / 1e9));
  }

  /** Scores the images of one class; the next ones are read while the detector works. */
  private void score(List<Sample> samples, ClassScores scores) {
    var shown = new GalleryChoice(galleryPerClass);
    int before = results.size();
    try (var batches = new TestBatches(samples, detector.size())) {
      while (batches.hasNext()) {
        long start = System.nanoTime();
        int computedBefore = computed;
        var batch = batches.next();
        skipped.addAll(batch.skipped());
        if (!batch.samples().isEmpty()) {
          score(batch, scores, shown);
        }
        nanos += computed > computedBefore ? System.nanoTime() - start : 0;
        progress.accept(results.size() + skipped.size());
      }
    }
    if (results.size() == before) {
      throw new UserError(
          "No test image of class %s can be read; the first: %s"
              .formatted(
                  samples.get(0).className(),
                  skipped.get(skipped.size() - samples.size()).reason()));
    }
    gallery.addAll(shown.chosen());
  }

  private void score(TestBatch batch, ClassScores scores, GalleryChoice shown) {
    var prompts = choice.apply(batch.samples()); // kept maps or not, it may count its calls
    var maps =
        this.maps.next(
            batch.samples().size(),
            () -> {
              computed += batch.samples().size();
              return prompts.detect(detector, batch.images());
            });
    for (int i = 0; i < maps.size(); i++) {
      var map = maps.get(i);
      var sample = batch.samples().get(i);
      var mask = batch.masks().get(i);
      var result =
          new ImageResult(
              sample,
              map.score(),
              map.imageThreshold(),
              map.prompt(),
              mask.map(PixelMask::share).orElse(0.0));
      results.put(sample, result);
      scores.add(result, map, mask);
      var prompt =
          detector instanceof PromptedDetector prompted
              ? Optional.ofNullable(map.prompt()).flatMap(prompted::promptImage)
              : Optional.<RgbImage>empty();
      shown.offer(new GalleryItem(result, batch.images().get(i), map, mask, prompt));
    }
  }
}
