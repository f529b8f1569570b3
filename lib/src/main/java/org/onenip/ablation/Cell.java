package org.onenip.ablation;

import java.util.Map;
import org.onenip.evaluation.Figures;

/**
 * What one row gave with one seed.
 *
 * @param row its name
 * @param seed of the training
 * @param classes the figures of each class
 * @param mean their mean
 */
public record Cell(String row, long seed, Map<String, Figures> classes, Figures mean) {}
