package org.onenip.detect;

/**
 * What a detector says of one image.
 *
 * @param width pixels a row
 * @param height rows
 * @param values {@code height * width} scores, row by row; larger is more anomalous
 * @param score the image's score: the maximum of the map after a 16×16, stride-1 average pool
 * @param anomalous whether the score exceeds the calibrated image threshold
 * @param prompt the class whose prompt was chosen
 * @param pixelThreshold the calibrated threshold of a pixel's score
 * @param imageThreshold the calibrated threshold of the image's score
 */
public record AnomalyMap(
    int width,
    int height,
    float[] values,
    float score,
    boolean anomalous,
    String prompt,
    float pixelThreshold,
    float imageThreshold) {}
