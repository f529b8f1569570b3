package org.onenip.data.check;

/**
 * Images of a class.
 *
 * @param train normal ones to train on
 * @param good normal ones to test on
 * @param defective defective ones to test on
 */
public record Counts(int train, int good, int defective) {}
