package org.onenip.evaluation;

import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * All that was measured of a detector on the test images of a data set.
 *
 * @param dataset its name
 * @param classes the figures of each class, sorted by name
 * @param mean their plain mean over the classes that have them
 * @param groups for groups of defect kinds that the data set names (structural, camouflaged): the
 *     mean figures of those defects against all normal test images
 * @param curves by class
 * @param images every test image that could be read, in the order of the data set
 * @param skipped the others, class by class
 * @param gallery some images of each class to look at, worst misses first
 * @param imagesPerSecond reading the files included; 0 if all maps were computed before
 */
public record Evaluation(
    String dataset,
    Map<String, Figures> classes,
    Figures mean,
    Map<String, Figures> groups,
    Map<String, ClassCurves> curves,
    List<ImageResult> images,
    List<SkippedImage> skipped,
    List<GalleryItem> gallery,
    double imagesPerSecond) {
  /** The figures of an evaluation, but for the mean, which follows from them. */
  record Measured(
      Map<String, Figures> classes, Map<String, Figures> groups, Map<String, ClassCurves> curves) {}

  static Evaluation of(
      String dataset,
      Measured measured,
      List<ImageResult> images,
      List<SkippedImage> skipped,
      List<GalleryItem> gallery,
      double imagesPerSecond) {
    return new Evaluation(
        dataset,
        Collections.unmodifiableMap(measured.classes),
        Figures.mean(measured.classes.values()),
        Collections.unmodifiableMap(measured.groups),
        Collections.unmodifiableMap(measured.curves),
        images,
        skipped,
        gallery,
        imagesPerSecond);
  }
}
