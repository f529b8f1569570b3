package org.onenip.data;

import java.nio.file.Path;
import java.util.Optional;

/**
 * One image of a data set.
 *
 * @param image the image file
 * @param className the product class, for example {@code bottle}
 * @param kind {@code good}, or the kind of defect, for example {@code broken_large}
 * @param mask the ground truth of a defective image (white is anomalous), or a folder of several
 *     that count together; empty where there is none
 */
public record Sample(Path image, String className, String kind, Optional<Path> mask) {
  /** The kind of every normal image. */
  public static final String GOOD = "good";

  /** Whether the image shows a defect. */
  public boolean anomalous() {
    return !kind.equals(GOOD);
  }
}
