package org.onenip.evaluation;

import java.nio.file.Path;

/**
 * A test image that was left out.
 *
 * @param file the image
 * @param reason a sentence: it, or its mask, cannot be read, or they differ in size
 */
public record SkippedImage(Path file, String reason) {}
