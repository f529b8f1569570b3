package org.onenip.evaluation;

import java.util.Optional;

/**
 * The curves of one class; empty where its figure is {@code null}.
 *
 * @param imageRoc true over false positive rate of the images' scores
 * @param imagePrecisionRecall precision over recall of the images' scores
 * @param pixelRoc true over false positive rate of the pixels
 * @param pixelPrecisionRecall precision over recall of the pixels
 */
public record ClassCurves(
    Optional<Curve> imageRoc,
    Optional<Curve> imagePrecisionRecall,
    Optional<Curve> pixelRoc,
    Optional<Curve> pixelPrecisionRecall) {}
