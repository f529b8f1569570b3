package org.onenip.data;

import java.nio.file.Path;
import java.util.List;

/**
 * A data set: normal images to train on, normal and defective ones to test on.
 *
 * @param name for reports
 * @param root its folder
 * @param train normal samples
 * @param test normal and defective samples
 */
public record ImageSet(String name, Path root, List<Sample> train, List<Sample> test) {
  /** The classes, sorted. */
  public List<String> classes() {
    return java.util.stream.Stream.concat(train.stream(), test.stream())
        .map(Sample::className)
        .distinct()
        .sorted()
        .toList();
  }
}
