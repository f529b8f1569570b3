package org.onenip.inference;

import org.onenip.data.RgbImage;

/**
 * One normal image that stands for its class.
 *
 * @param className the class
 * @param image the image at the detector's size, to be shown
 * @param features its features {@code C * H * W}, channel by channel, standardised if the model is
 */
public record Prompt(String className, RgbImage image, float[] features) {}
