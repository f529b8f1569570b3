package org.onenip.ablation;

import com.google.gson.JsonObject;
import org.onenip.backbone.Neck;

/**
 * One row of an ablation's table: what differs from the training that the command describes.
 *
 * @param name of the row
 * @param method name in {@link org.onenip.method.Methods}; null for the command's
 * @param neck how the backbone's maps are joined; null for the command's
 * @param size image side; null for the command's
 * @param separate whether one model is trained for each class instead of one for all
 * @param set changes to the settings, nested as they are
 * @param test changes to how the detector is measured
 */
public record GridRow(
    String name,
    String method,
    Neck neck,
    Integer size,
    boolean separate,
    JsonObject set,
    JsonObject test) {}
