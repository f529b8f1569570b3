package org.onenip.data;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A data set: normal images to train on, normal and defective ones to test on.
 *
 * @param name for reports
 * @param root its folder; of several merged, the first one's
 * @param train normal samples
 * @param test normal and defective samples
 * @param groups defects as {@code class/kind} that a report lists together, by the group's name
 */
public record ImageSet(
    String name,
    Path root,
    List<Sample> train,
    List<Sample> test,
    Map<String, List<String>> groups) {
  /** The images of a single class. */
  public ImageSet only(String className) {
    return new ImageSet(
        name,
        root,
        train.stream().filter(sample -> sample.className().equals(className)).toList(),
        test.stream().filter(sample -> sample.className().equals(className)).toList(),
        groups);
  }

  /** The classes, sorted. */
  public List<String> classes() {
    return Stream.concat(train.stream(), test.stream())
        .map(Sample::className)
        .distinct()
        .sorted()
        .toList();
  }
}
