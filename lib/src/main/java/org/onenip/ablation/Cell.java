package org.onenip.ablation;

import java.util.List;
import java.util.Map;
import org.onenip.evaluation.Figures;

/**
 * What one row gave with one seed.
 *
 * @param row its name
 * @param seed of the training
 * @param classes the figures of each class
 * @param mean their mean
 * @param warnings what its trainings warned of
 */
public record Cell(
    String row, long seed, Map<String, Figures> classes, Figures mean, List<String> warnings) {}
