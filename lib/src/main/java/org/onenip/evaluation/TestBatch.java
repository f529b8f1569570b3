package org.onenip.evaluation;

import java.util.List;
import java.util.Optional;
import org.onenip.data.PixelMask;
import org.onenip.data.RgbImage;
import org.onenip.data.Sample;

/**
 * Some test images that were read.
 *
 * @param samples those that could be read; none where all were skipped
 * @param images of each, {@code S × S}
 * @param masks of each, {@code S × S}; empty for a defect without a mask
 * @param skipped those that could not
 */
public record TestBatch(
    List<Sample> samples,
    List<RgbImage> images,
    List<Optional<PixelMask>> masks,
    List<SkippedImage> skipped) {}
