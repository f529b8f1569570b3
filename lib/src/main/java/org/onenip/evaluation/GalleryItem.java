package org.onenip.evaluation;

import java.util.Optional;
import org.onenip.data.PixelMask;
import org.onenip.data.RgbImage;
import org.onenip.detect.AnomalyMap;

/**
 * A test image with all that a report shows of it, at the detector's size.
 *
 * @param result score and decision
 * @param image the image {@code S × S}
 * @param map the anomaly map {@code S × S}
 * @param mask the ground truth {@code S × S}; empty for a defect without a mask
 * @param prompt the prompt that it was given; empty for methods without prompts
 */
public record GalleryItem(
    ImageResult result,
    RgbImage image,
    AnomalyMap map,
    Optional<PixelMask> mask,
    Optional<RgbImage> prompt) {}
